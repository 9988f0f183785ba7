package money

import (
	"fmt"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// Format writes an amount in kroner for people, with two decimals and grouped
// thousands: "1.234,50" when lang is Danish ("da", "da-DK"), and "1,234.50" in
// every other language.
func Format(o Ore, lang string) string {
	return decimal(o.sign(), o.abs(), 2, danish(lang))
}

// Whole writes an amount in whole kroner, rounded half away from zero, with the currency
// after it: "1.235 kr." in Danish and "1,235 DKK" otherwise. What rounds to 0 has no sign.
func Whole(o Ore, lang, currency string) string {
	whole := (o.abs() + 50) / 100
	sign := o.sign()
	if whole == 0 {
		sign = ""
	}
	return decimal(sign, whole, 0, danish(lang)) + " " + currency
}

// Millions writes an amount in millions, rounded half away from zero to the
// given number of decimals, with the currency after it: "12,3 mio. kr." in
// Danish and "12.3 million DKK" otherwise. An empty currency is left out. What
// rounds to 0 has no sign.
//
// It panics if decimals is not 0 to 8; 8 is exact to the øre.
func Millions(o Ore, lang string, decimals int, currency string) string {
	if decimals < 0 || decimals > 8 {
		panic(fmt.Sprintf("money: %d decimals of a million, need 0 to 8", decimals))
	}
	unit := power10(8 - decimals) // øre in one step of the last decimal
	steps := o.abs() / unit
	if rest := o.abs() % unit; rest >= unit-rest {
		steps++
	}
	sign := o.sign()
	if steps == 0 {
		sign = ""
	}
	word := " million"
	if danish(lang) {
		word = " mio."
	}
	if currency != "" {
		currency = " " + currency
	}
	return decimal(sign, steps, decimals, danish(lang)) + word + currency
}

func danish(lang string) bool {
	base, _ := language.Make(lang).Base()
	return base.String() == "da"
}

// decimal writes abs / 10^decimals. The grouping is that of the Unicode locale
// data; the digits never pass through a float.
func decimal(sign string, abs uint64, decimals int, danish bool) string {
	tag, point := language.English, "."
	if danish {
		tag, point = language.Danish, ","
	}
	whole, rest := abs/power10(decimals), abs%power10(decimals)
	text := sign + message.NewPrinter(tag).Sprintf("%d", whole)
	if decimals > 0 {
		text += fmt.Sprintf("%s%0*d", point, decimals, rest)
	}
	return text
}

func power10(n int) uint64 {
	p := uint64(1)
	for range n {
		p *= 10
	}
	return p
}

package contract

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// MinKey is the least length of a pseudonym's key in bytes: that of the hash, as
// RFC 2104 section 3 asks for.
const MinKey = sha256.Size

// A Pseudonymiser makes keyed pseudonyms: HMAC-SHA-256 (RFC 2104, FIPS 198-1) of a
// person's number, as 64 hex digits. Without the key a pseudonym cannot be undone
// by trying all numbers, of which there are few enough for a plain hash.
type Pseudonymiser struct{ key []byte }

// NewPseudonymiser takes the key, which the message of an error does not show.
func NewPseudonymiser(key []byte) (Pseudonymiser, error) {
	if len(key) < MinKey {
		return Pseudonymiser{}, fmt.Errorf("the key has %d bytes: want %d or more; make one with 'openssl rand -hex 32'", len(key), MinKey)
	}
	return Pseudonymiser{key}, nil
}

// Of returns the pseudonym of a number in any of its forms. A blank is nobody: ok
// is false.
func (p Pseudonymiser) Of(number string) (pseudonym string, ok bool) {
	number = NormalisePerson(number)
	if number == "" {
		return "", false
	}
	h := hmac.New(sha256.New, p.key)
	h.Write([]byte(number))
	return hex.EncodeToString(h.Sum(nil)), true
}

var (
	splitCPR = regexp.MustCompile(`^([0-9]{5,6})[` + regexp.QuoteMeta(cprSeparators) + `]+([0-9A-Za-z]{4})$`)
	wholeCPR = regexp.MustCompile(`^[0-9]{5,6}[0-9A-Za-z]{4}$`)
	floatCPR = regexp.MustCompile(`^([0-9]{9,10})\.0+$`) // a whole number that went through a floating-point column
)

// NormalisePerson writes the forms of one CPR number alike: ten characters, without
// blanks around it or a hyphen within, with the zero that a spreadsheet or an
// integer column lost, and the letters of an administrative number as capitals.
// Nine characters get a zero only where a day and a month result; all else, a
// number of another kind, loses the blanks around it and nothing more.
func NormalisePerson(number string) string {
	number = strings.Trim(number, " \t\r\n\u00a0")
	cpr := number
	if m := floatCPR.FindStringSubmatch(cpr); m != nil {
		cpr = m[1]
	}
	if m := splitCPR.FindStringSubmatch(cpr); m != nil {
		cpr = m[1] + m[2]
	}
	if !wholeCPR.MatchString(cpr) {
		return number
	}
	if len(cpr) == 9 {
		cpr = "0" + cpr
	}
	if !beginsLikeADay(cpr) {
		return number
	}
	return strings.ToUpper(cpr)
}

// beginsLikeADay reports whether the first four digits are a day, or a day plus 60,
// and a month.
func beginsLikeADay(cpr string) bool {
	day, _ := strconv.Atoi(cpr[:2]) // digits, by the expression before
	month, _ := strconv.Atoi(cpr[2:4])
	if day > 60 {
		day -= 60
	}
	return day >= 1 && day <= 31 && month >= 1 && month <= 12
}

package priority

import (
	"fmt"
	"math"
	"strings"
)

// The texts of warnings, in English and Danish.

// inDanish are the words for margins.
var inDanish = map[string]string{
	"age_band": "aldersgruppe", "district": "distrikt", "service": "indsats", "sex": "køn",
	"stratum": "stratum", "target_group": "målgruppe",
}

func danish(margin string) string {
	if word, ok := inDanish[margin]; ok {
		return word
	}
	return margin
}

// percent is a share in per cent with one decimal, and the same with a comma.
func percent(share float64) (en, da string) {
	en = fmt.Sprintf("%.1f %%", 100*share)
	return en, strings.Replace(en, ".", ",", 1)
}

func frameMissing(survey string) Warning {
	return Warning{Survey: survey, Code: FrameMissing, Share: math.NaN(),
		Text:   "nothing is known about who was asked: answers count equally",
		TextDa: "man ved intet om, hvem der blev spurgt: svarene tæller lige meget"}
}

func unknownMargin(survey, margin string) Warning {
	return Warning{Survey: survey, Margin: margin, Code: UnknownMargin, Share: math.NaN(),
		Text:   fmt.Sprintf("margin %s is not used: the answers do not place each respondent in one level of it", margin),
		TextDa: fmt.Sprintf("fordelingen efter %s er ikke brugt: svarene siger ikke, hvilken én værdi hver svarperson hører til", danish(margin))}
}

func outsideFrame(survey, margin string, outside, all int) Warning {
	return Warning{Survey: survey, Margin: margin, Code: OutsideFrame, Share: float64(outside) / float64(all),
		Text:   fmt.Sprintf("%d respondents have no level of %s that the frame knows: that margin leaves their weight alone", outside, margin),
		TextDa: fmt.Sprintf("%d svarpersoner har ingen %s, som rammen kender: den fordeling ændrer ikke deres vægt", outside, danish(margin))}
}

func disagree(survey, margin string, total, first float64) Warning {
	return Warning{Survey: survey, Margin: margin, Code: Disagree, Share: math.NaN(),
		Text:   fmt.Sprintf("margin %s counts %.0f persons, the first margin %.0f: shares are used", margin, total, first),
		TextDa: fmt.Sprintf("fordelingen efter %s tæller %.0f personer, den første fordeling %.0f: der regnes med andele", danish(margin), total, first)}
}

// unreachedLevel says who stands for the level in the weights; nobody when with
// is empty.
func unreachedLevel(survey, margin, level string, share float64, with string) Warning {
	en, da := percent(share)
	w := Warning{Survey: survey, Margin: margin, Level: level, Code: Unreached, Share: share,
		Text:   fmt.Sprintf("nobody answered among %s %s, %s of the population", margin, level, en),
		TextDa: fmt.Sprintf("ingen har svaret i %s %s, %s af befolkningen", danish(margin), level, da)}
	if with == "" {
		w.Text += ": nobody speaks for it"
		w.TextDa += ": ingen taler for den"
		return w
	}
	w.Text += ": weighted together with " + with
	w.TextDa += ": vægtet sammen med " + with
	return w
}

func collapsed(survey, margin, level string, answers int, with string) Warning {
	return Warning{Survey: survey, Margin: margin, Level: level, Code: Collapsed, Share: math.NaN(),
		Text:   fmt.Sprintf("only %d answered among %s %s: weighted together with %s", answers, margin, level, with),
		TextDa: fmt.Sprintf("kun %d har svaret i %s %s: vægtet sammen med %s", answers, danish(margin), level, with)}
}

func leftOut(survey, margin, level string, got, want float64) Warning {
	gotEn, gotDa := percent(got)
	wantEn, wantDa := percent(want)
	return Warning{Survey: survey, Margin: margin, Level: level, Code: MarginLeftOut, Share: want,
		Text: fmt.Sprintf("margin %s is left out: it cannot be met together with the others; its %s has %s of the weight where it is %s of the population reached: check its counts against theirs",
			margin, level, gotEn, wantEn),
		TextDa: fmt.Sprintf("fordelingen efter %s er udeladt: den kan ikke opfyldes sammen med de andre; %s har %s af vægten, men er %s af den nåede befolkning: sammenhold dens tal med de andres",
			danish(margin), level, gotDa, wantDa)}
}

func notRaked(survey string) Warning {
	return Warning{Survey: survey, Code: NoConvergence, Share: math.NaN(),
		Text:   "no margin can be met: the survey has no weights and no means",
		TextDa: "ingen fordeling kan opfyldes: undersøgelsen har ingen vægte og ingen gennemsnit"}
}

// badScores and answersTwice count answers left out, of all.
func badScores(survey string, n, all int) Warning {
	return Warning{Survey: survey, Code: BadScore, Share: float64(n) / float64(all),
		Text:   fmt.Sprintf("%d answers outside their scale, left out", n),
		TextDa: fmt.Sprintf("%d svar uden for deres skala, udeladt", n)}
}

func answersTwice(survey string, n, all int) Warning {
	return Warning{Survey: survey, Code: Twice, Share: float64(n) / float64(all),
		Text:   fmt.Sprintf("%d answers to a question answered already, left out", n),
		TextDa: fmt.Sprintf("%d svar på et spørgsmål, der alt var besvaret, udeladt", n)}
}

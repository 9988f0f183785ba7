package contract

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"
)

// TestKnownAnswers: RFC 4231, sections 4.2, 4.3, 4.7 and 4.8 (test cases 1, 2, 6
// and 7), of HMAC-SHA-256. Their data are no CPR numbers, so nothing is normalised.
// Keys shorter than 32 bytes are padded with zeros, which the definition of HMAC
// does itself up to the block of 64 bytes (RFC 2104, section 2): same answer.
func TestKnownAnswers(t *testing.T) {
	pad := func(key []byte) []byte { return append(key, make([]byte, max(0, MinKey-len(key)))...) }
	for _, c := range []struct {
		key        []byte
		data, want string
	}{
		{bytes.Repeat([]byte{0x0b}, 20), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
		{[]byte("Jefe"), "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
		{bytes.Repeat([]byte{0xaa}, 131), "Test Using Larger Than Block-Size Key - Hash Key First", "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
		{bytes.Repeat([]byte{0xaa}, 131), "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.", "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
	} {
		p, err := NewPseudonymiser(pad(c.key))
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := p.Of(c.data); got != c.want || !ok {
			t.Errorf("%q: %s, want %s", c.data, got, c.want)
		}
	}
}

func TestNormalisePerson(t *testing.T) {
	for in, want := range map[string]string{
		"0102031234": "0102031234", "010203-1234": "0102031234", " 010203 1234 ": "0102031234",
		"102031234": "0102031234", "10203-1234": "0102031234", "102031234.0": "0102031234", "0102031234.00": "0102031234",
		"010203\u20131234": "0102031234", "010203/1234": "0102031234", "\u00a0010203-1234\t": "0102031234",
		"610203-1234": "6102031234", // a substitute number: the day plus 60
		"010203-ab12": "010203AB12", "010203AB12": "010203AB12",
		"": "", "  ": "",
		"999999999": "999999999", "P-17": "P-17", "a1": "a1", "A1": "A1", "12345": "12345", " 12-34 ": "12-34",
		"0113031234": "0113031234", "000000-0000": "000000-0000",
	} {
		if got := NormalisePerson(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestShortKey(t *testing.T) {
	key := []byte(strings.Repeat("s", MinKey-1))
	if _, err := NewPseudonymiser(key); err == nil || strings.Contains(err.Error(), "sss") || !strings.Contains(err.Error(), "31 bytes") {
		t.Errorf("%v: want its length and not the key", err)
	}
}

// FuzzNormalisePerson: normalising twice is normalising once, or the second reading
// of a person would be somebody else.
func FuzzNormalisePerson(f *testing.F) {
	f.Add("010203-1234")
	f.Add("102031234.0")
	f.Fuzz(func(t *testing.T, s string) {
		once := NormalisePerson(s)
		if again := NormalisePerson(once); again != once {
			t.Errorf("%s: %s, then %s", hex.EncodeToString([]byte(s)), hex.EncodeToString([]byte(once)), hex.EncodeToString([]byte(again)))
		}
	})
}

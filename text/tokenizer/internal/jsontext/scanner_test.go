package jsontext

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// read turns data into what encoding/json would make of it, keys in order.
func read(s *Scanner) (any, error) {
	switch s.Peek() {
	case '{':
		m := map[string]any{}
		err := s.Object(func(key []byte) error {
			k := string(key)
			v, err := read(s)
			m[k] = v
			return err
		})
		return m, err
	case '[':
		a := []any{}
		err := s.Array(func() error {
			v, err := read(s)
			a = append(a, v)
			return err
		})
		return a, err
	case '"':
		b, err := s.String()
		return string(b), err
	case 't', 'f':
		return s.Bool()
	case 'n':
		if s.Null() {
			return nil, nil
		}
		return nil, s.unexpected("null")
	default:
		return s.Float()
	}
}

func whole(data []byte) (any, error) {
	s := New(data)
	v, err := read(s)
	if err != nil {
		return nil, err
	}
	return v, s.End()
}

func TestScannerReads(t *testing.T) {
	for _, text := range []string{
		`{}`, `[]`, ` [ ] `, `{"a":1,"b":[true,false,null,"x"]}`, `"\u00e9\ud83d\ude00\n\t\\\/\"\b\f\r é😀"`, `-0`, `0`, `12`,
		`1e3`, `-1.5E-3`, `[1,{"a":{"b":[[]]}}]`, "\"\u2028\"",
	} {
		var want any
		require.NoError(t, json.Unmarshal([]byte(text), &want))
		got, err := whole([]byte(text))
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
		raw, err := New([]byte(text)).Raw()
		require.NoError(t, err)
		require.Equal(t, strings.TrimSpace(text), string(raw))
	}
}

func TestScannerRefuses(t *testing.T) {
	for text, message := range map[string]string{
		``:                         "the text ends",
		`{`:                        "the text ends",
		`{"a"}`:                    `'}': want ':'`,
		`[1,]`:                     `']'`,
		`[1 2]`:                    `'2': want ','`,
		`{"a":1,}`:                 "want a string",
		`"a`:                       "the text ends",
		`"\x"`:                     `escape \x`,
		`"\ud800"`:                 "half a pair",
		`"\ud800\u0041"`:           "half a pair",
		`"\udc00"`:                 "half a pair",
		`"\u12`:                    "four hexadecimal",
		"\"\x01\"":                 "control character",
		"\"\xff\"":                 "not UTF-8",
		"\"\\n\xff\"":              "not UTF-8",
		`01`:                       "zeros before",
		`-`:                        "without digits",
		`1.`:                       "behind the point",
		`1e`:                       "exponent",
		`1e999`:                    "too large",
		`nul`:                      "null",
		`1 1`:                      "want the end",
		strings.Repeat("[", 1<<16): "nested",
	} {
		_, err := whole([]byte(text))
		require.ErrorContains(t, err, message, text)
	}
	for _, text := range []string{"-1", "1.0", "1e2", "101", "99999999999999999999", `"1"`} {
		_, err := New([]byte(text)).Int(100)
		require.Error(t, err, text)
	}
	n, err := New([]byte(" 100")).Int(100)
	require.NoError(t, err)
	require.Equal(t, 100, n)
}

// The reference reads these, the scores of t5's tokens, a unit in the last place off.
func TestFloatIsTheReferences(t *testing.T) {
	for text, want := range map[string]float64{
		"-2.0122928619384766":            -2.012292861938477,
		"-3.9598512649536133":            -3.9598512649536137,
		"-7.4370903968811035":            -7.437090396881104,
		"-7.2344512939453125":            -7.234451293945312,
		"-7.4192423820495605":            -7.41924238204956,
		"0.1":                            0.1,
		"-0":                             0,
		"1e-400":                         0,
		"123456789012345678901234567890": 123456789012345678901234567890.,
	} {
		got, err := New([]byte(text)).Float()
		require.NoError(t, err)
		require.Equal(t, want, got+0, text)
	}
	r := rand.New(rand.NewPCG(1, 1))
	for range 10000 { // never more than a unit or two off
		want := (r.Float64() - 0.5) * 40
		got, err := New(fmt.Append(nil, want)).Float()
		require.NoError(t, err)
		require.InEpsilon(t, want, got, 4.5e-16)
	}
}

func FuzzScanner(f *testing.F) {
	for _, seed := range []string{`{"a":[1,"\ud83d\ude00",null,true,-1.5e3]}`, `[[[`, `"\u`, "\"\xff\""} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		raw, err := New(data).Raw()
		require.LessOrEqual(t, len(raw), len(data))
		got, readErr := whole(data)
		if readErr != nil {
			return
		}
		require.NoError(t, err)
		var want any
		require.NoError(t, json.Unmarshal(data, &want), "%q", data)
		if utf8.Valid(data) && !strings.ContainsAny(string(data), "0123456789") {
			require.Equal(t, want, got)
		}
	})
}

func TestAppendStringRoundTrips(t *testing.T) {
	var all []rune
	for r := rune(0); r < 0x300; r++ {
		all = append(all, r)
	}
	text := string(all) + "😀\u2028<>&"
	raw := AppendString(nil, text)
	got, err := New(raw).String()
	require.NoError(t, err)
	require.Equal(t, text, string(got))
	var std string
	require.NoError(t, json.Unmarshal(raw, &std))
	require.Equal(t, text, std)
	require.Contains(t, string(raw), `\u0001`)
	require.Contains(t, string(raw), `\n`)
}

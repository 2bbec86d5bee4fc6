package clean

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/gaze-ml/gaze/internal/unicode15"
)

func TestEdits(t *testing.T) {
	english, err := StopWordsOf("en")
	require.NoError(t, err)
	chinese, err := StopWordsOf("zh", "en")
	require.NoError(t, err)
	for _, c := range []struct {
		step   Editor
		text   string
		want   string
		places int
	}{
		{UTF8{}, "a\xff\xfeb\xe4\xb8c中\ufffd", "a\ufffdb\ufffdc中\ufffd", 2},
		{NFC{}, "cafe\u0301 e\u0301 x", "café é x", 2},
		{NFKC{}, "ﬁne ２² …", "fine 22 ...", 3},
		{Controls{}, "a\x00b\tc\r\nd\re\x0bf\u0085g\x7f\u009f\r", "ab\tc\nd e f g", 8},
		{Invisible{}, "\ufeffa\u200bb\u00adc\u200dd می\u200cخواهم 👩\u200d👧 \u200d", "abcd می\u200cخواهم 👩\u200d👧 ", 5},
		{HTML{}, "<p class='a>b'>Tom &amp; Jerry<br/>1 < 2 <3 &copy=1 &#8217; &bogus;</p>", " Tom & Jerry 1 < 2 <3 &copy=1 ’ &bogus; ", 5},
		{HTML{}, "a<!-- <b> -->b<script>if (a<b) x='</p>'</SCRIPT >c<style>p{}</style><b>d</b> <x> <!DOCTYPE html>", "ab c d <x>  ", 6},
		{HTML{}, "<a href=\"x\" <b <!-- <script>x &lt;b&gt;", "<a href=\"x\" <b <!--  x <b>", 3},
		{HTML{}, `<img alt="a > b" src=x>z<a href='it"s'>y`, " zy", 2},
		{Links{}, "see https://a.b/c(d)?e=f#g. (www.x.org) 网址http://x.cn。 mail a.b+c@d-e.co.uk, www. x@y http://", "see . () 网址。 mail , www. x@y http://", 4},
		{Links{"<url>", "<email>"}, "HTTPS://A.B, x.y@z.com.", "<url>, <email>.", 2},
		{Links{"U", "E"}, "[a](http://b.c/d_(e)) ahttp://x @a.bc a@b.c1 a@b-.cd", "[a](U) ahttp://x @a.bc a@b.c1 a@b-.cd", 1},
		{Spaces{}, " a\t b \n\n\n c\u3000\n d  ", "a b\n\nc\nd", 5},
		{Lower{}, "ÀÉA中İ", "àéa中i\u0307", 4},
		{HalfWidth{}, "ＡＢ１，ｶﾞｷﾝ　！", "AB1，ガキン　！", 6},
		{HalfWidth{true}, "Ａ１，　！￥ﾌﾟ｡", "A1, !¥プ。", 8},
		{FullWidth{}, "A 1,é", "Ａ　１，é", 4},
		{Simplified{}, "乾坤漢語，乾淨", "乾坤汉语，干净", 4},
		{Traditional{}, "头发发展", "頭髮發展", 2},
		{RepeatedCharacters{}, "sooooo ！！！！！ 1000000 ......   ok哈哈哈哈", "sooo ！！！ 1000000 ...   ok哈哈哈", 4},
		{RepeatedCharacters{1}, "bookkeeper", "bokeper", 3},
		{english, "The cat is on it, don’t you SEE: not", "cat , SEE:", 7},
		{chinese, "我 喜欢 的 猫 和 the dog 了", "喜欢 猫 dog", 5},
	} {
		got, places := c.step.Edit(c.text)
		require.Equal(t, c.want, got, "%s of %q", c.step.Name(), c.text)
		require.Equal(t, c.places, places, "%s of %q", c.step.Name(), c.text)
	}
}

func TestStopWordsWithASegmenter(t *testing.T) {
	s := NewStopWords("的", "了")
	s.Split = func(text string) []string { return strings.Split(text, "") }
	got, places := s.Edit("我的猫了")
	require.Equal(t, "我 猫", got)
	require.Equal(t, 2, places)
	got, places = s.Edit("我 猫")
	require.Equal(t, "我 猫", got)
	require.Zero(t, places)
	for _, l := range []string{"en", "zh"} {
		list := StopWordList(l)
		seen := map[string]bool{}
		for _, w := range list {
			require.False(t, seen[w], w)
			seen[w] = true
		}
	}
	_, err := StopWordsOf("tlh")
	require.EqualError(t, err, `stop words of "tlh": want en or zh`)
}

// The library's own answers, from the same dictionaries.
func TestConversionIsOpenCCs(t *testing.T) {
	file, err := os.ReadFile("testdata/opencc.tsv")
	require.NoError(t, err)
	for _, line := range strings.Split(strings.TrimSpace(string(file)), "\n") {
		f := strings.Split(line, "\t")
		var step Editor = Simplified{}
		if f[0] == "s2t" {
			step = Traditional{}
		}
		got, _ := step.Edit(f[1])
		require.Equal(t, f[2], got, f[1])
	}
}

// plainly are the same edits, in the plainest way: character by character.
var plainly = map[string]func(text string) string{
	"utf8": func(s string) string { return strings.ToValidUTF8(s, "\ufffd") },
	"nfc":  func(s string) string { return string(unicode15.NFC.Append(nil, []byte(s))) },
	"nfkc": func(s string) string { return string(unicode15.NFKC.Append(nil, []byte(s))) },
	"controls": func(s string) string {
		for strings.Contains(s, "\r\r") || strings.Contains(s, "\r\n") || strings.HasSuffix(s, "\r") {
			s = strings.ReplaceAll(strings.ReplaceAll(strings.TrimSuffix(s, "\r"), "\r\r", "\r"), "\r\n", "\n")
		}
		return strings.Map(func(r rune) rune {
			switch {
			case r == '\t' || r == '\n' || unicode15.CategoryOf(r) != unicode15.Cc:
				return r
			case unicode15.Space(r):
				return ' '
			}
			return -1
		}, s)
	},
	"lower": func(s string) string {
		s = strings.ReplaceAll(s, "İ", "i\u0307")
		return strings.Map(unicode15.LowerRune, s)
	},
	"spaces": func(s string) string {
		lines := strings.Split(s, "\n")
		for i, l := range lines {
			lines[i] = strings.Join(strings.Fields(l), " ")
		}
		s = strings.Join(lines, "\n")
		for strings.Contains(s, "\n\n\n") {
			s = strings.ReplaceAll(s, "\n\n\n", "\n\n")
		}
		return strings.Trim(s, "\n")
	},
	"repeats": func(s string) string {
		var out []rune
		for _, r := range s {
			n := len(out)
			if n > 2 && out[n-1] == r && out[n-2] == r && out[n-3] == r && !unicode15.Digit(r) && !unicode15.Space(r) {
				continue
			}
			out = append(out, r)
		}
		return string(out)
	},
}

// once are the steps that a second time changes nothing.
func once(t testing.TB) (list []Editor) {
	list = []Editor{UTF8{}, NFC{}, NFKC{}, Controls{}, Invisible{}, Links{}, Links{"<url>", "<email>"}, Spaces{}, Lower{}, HalfWidth{},
		HalfWidth{true}, FullWidth{}, RepeatedCharacters{}}
	for _, l := range []string{"en", "zh"} {
		s, err := StopWordsOf(l)
		require.NoError(t, err)
		list = append(list, s)
	}
	return list
}

func FuzzEdit(f *testing.F) {
	idempotent := once(f)
	all := append(idempotent, HTML{}, Simplified{}, Traditional{})
	for _, s := range []string{
		"", "plain text", "a\xff\r\r\n\x00\u0085 ", "cafe\u0301 ﬁ ２²…", "<a href='x'>b</a><!--c--><script>d</script>&amp;&#x41;&lt;b&gt;", "<p <!--<script>",
		"http://a.b/c(d)) www.x.y, e@f.gh hthttp://x ttp://y a@b.com.@d.com", "\u200b\u3000ｶﾞ\uff9e！！！！ĀĀĀĀ", "the cat 的 我 了 don't ’s", "乾坤漢語发髪么麼",
		"İıſK\u0130", "👩\u200d👧\u200d\u200d", "\u0344\u0f73\u1100\u1161\u11a8", "ＡＡＡＡﾞﾞﾞﾞ",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, s := range all {
			edited, places := s.Edit(text)
			require.Equal(t, places == 0, edited == text, "%s of %q: %q", s.Name(), text, edited)
			if utf8.ValidString(text) {
				require.True(t, utf8.ValidString(edited), "%s of %q: %q", s.Name(), text, edited)
				if reference := plainly[s.Name()]; reference != nil {
					require.Equal(t, reference(text), edited, "%s of %q", s.Name(), text)
				}
			}
		}
		for _, s := range idempotent {
			edited, _ := s.Edit(strings.ToValidUTF8(text, "?")) // else what is left may be a character
			again, places := s.Edit(edited)
			require.Equal(t, edited, again, "%s of %q", s.Name(), text)
			require.Zero(t, places)
		}
	})
}

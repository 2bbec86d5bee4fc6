package unicode15

// Space is \s, and what WhitespaceSplit, BertPreTokenizer and Strip call space.
func Space(r rune) bool { return has(r, space) }

// BertPunctuation is what BertPreTokenizer and Punctuation cut off: older tables,
// and all of ASCII that is neither letter, digit, space nor control.
func BertPunctuation(r rune) bool { return has(r, bertPunctuation) }

// BertSpace is what BertNormalizer makes a space.
func BertSpace(r rune) bool { return has(r, bertSpace) }

// BertRemoved is what BertNormalizer drops: U+0000, U+FFFD, and what its tables
// call control, format or private, tabulator and ends of lines aside.
func BertRemoved(r rune) bool { return has(r, bertRemoved) }

// CJK is what BertNormalizer writes spaces around.
func CJK(r rune) bool { return has(r, cjk) }

// BertMark is what BertNormalizer drops as an accent, of what NFD gives: older
// tables' Mn.
func BertMark(r rune) bool { return has(r, bertMark) }

// Accent is what StripAccents drops: older tables' M.
func Accent(r rune) bool { return has(r, mark) }

// Numeric is what Digits cuts off.
func Numeric(r rune) bool { return has(r, numeric) }

// Word is \w to the pre-tokenizer Whitespace.
func Word(r rune) bool { return has(r, word) }

// NmtRemoved is what Nmt drops.
func NmtRemoved(r rune) bool { return has(r, nmtRemoved) }

// NmtSpace is what Nmt makes a space.
func NmtSpace(r rune) bool { return has(r, nmtSpace) }

// Script is the number of the script that UnicodeScripts takes a character for;
// 0 goes with any other.
func Script(r rune) uint8 { return lookUp(r).script }

// CombiningClass is the canonical combining class, 0 of whatever is no mark that
// normalization moves.
func CombiningClass(r rune) uint8 { return lookUp(r).class }

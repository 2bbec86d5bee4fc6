package unicode15

// Category is a general category.
type Category uint8

// The general categories, Cn (unassigned) first.
const (
	Cn Category = iota
	Lu
	Ll
	Lt
	Lm
	Lo
	Mn
	Mc
	Me
	Nd
	Nl
	No
	Pc
	Pd
	Ps
	Pe
	Pi
	Pf
	Po
	Sm
	Sc
	Sk
	So
	Zs
	Zl
	Zp
	Cc
	Cf
	Co
)

// CategoryOf is the category of a character as the reference's regular
// expressions have it.
func CategoryOf(r rune) Category { return lookUp(r).category }

// Letter is \p{L}.
func Letter(r rune) bool { c := CategoryOf(r); return Lu <= c && c <= Lo }

// Mark is \p{M}.
func Mark(r rune) bool { c := CategoryOf(r); return Mn <= c && c <= Me }

// Number is \p{N}.
func Number(r rune) bool { c := CategoryOf(r); return Nd <= c && c <= No }

// Digit is \p{Nd}.
func Digit(r rune) bool { return CategoryOf(r) == Nd }

// Control is \p{Cc}.
func Control(r rune) bool { return CategoryOf(r) == Cc }

// Punctuation is \p{P}.
func Punctuation(r rune) bool { c := CategoryOf(r); return Pc <= c && c <= Po }

// Symbol is \p{S}.
func Symbol(r rune) bool { c := CategoryOf(r); return Sm <= c && c <= So }

package kernel

// Precision is what a float32 product rounds its operands to. Sums, bias and
// what the epilogue gets are float32. A float64 product ignores it.
type Precision uint8

const (
	// Float32 rounds nothing.
	Float32 Precision = iota

	// BF16x3 takes each operand as the sum of two bfloat16s, and leaves out the
	// product of the smaller ones: relative error 3·2⁻¹⁶ a product
	// at most. Infinities, and
	// what would be rounded to one, become NaN. It is for processors with AMX;
	// elsewhere it is Float32, which is faster and exacter.
	BF16x3

	// BF16 rounds operands to bfloat16, 8 bits: relative error 2⁻⁸ a product.
	BF16

	// Int8 rounds each row of A to 256 steps between its least and its greatest
	// element, and each column of B to 255 steps around 0. It needs B packed;
	// without, it is BF16.
	Int8
)

var precisionNames = [...]string{"Float32", "BF16x3", "BF16", "Int8"}

// Rounds says whether this processor rounds operands for it. If not, it is
// Float32.
func (p Precision) Rounds() bool { return formOf(p, true) != asTheyAre }

// String is the name of the constant.
func (p Precision) String() string { return precisionNames[p] }

// form is how operands of a precision are stored and multiplied on this
// processor, at this level.
type form uint8

const (
	asTheyAre   form = iota
	bf16Words        // two bfloat16s in a word, by AVX512_BF16
	int8Words        // four bytes in a word, by AVX512_VNNI
	bf16Floats       // bfloat16s as float32s, by the float32 kernels
	int8Floats       // what the bytes stand for as float32s, likewise
	bf16Tiles        // as words, by AMX
	bf16x3Tiles      // two bfloat16s, which are one element, likewise
	int8Tiles        // four bytes, likewise
)

// each is the number of elements in a word.
func (f form) each() int { return [...]int{1, 2, 4, 1, 1, 2, 1, 4}[f] }

// hasWords says whether the kernels are those of AVX-512, whatever the level.
func (f form) hasWords() bool { return f == bf16Words || f == int8Words }

// formOf is the form of a precision, for products with B packed or not.
func formOf(p Precision, packed bool) form {
	tiles := current == avx512 && processor.tiles != nil
	switch {
	case p == BF16x3 && tiles:
		return bf16x3Tiles
	case p == Int8 && packed && tiles:
		return int8Tiles
	case (p == BF16 || p == Int8) && tiles:
		return bf16Tiles
	case p == Int8 && packed && current == avx512 && processor.int8:
		return int8Words
	case p == Int8 && packed:
		return int8Floats
	case p == BF16 || p == Int8:
		if current == avx512 && processor.bf16 {
			return bf16Words
		}
		return bf16Floats
	}
	return asTheyAre
}

// units are what a processor has beside its level; tests change it.
type units struct {
	bf16 bool // AVX512_BF16 that is faster than float32
	int8 bool // AVX512_VNNI

	tiles tileUnit // AMX, or nil
}

var processor = unitsOf()

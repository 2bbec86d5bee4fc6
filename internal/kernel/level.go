package kernel

import (
	"fmt"
	"os"
)

//go:generate go -C gen run ./neon ..

// level is a set of instructions that kernels exist for; of one architecture, in
// order of speed.
type level int

const (
	plain  level = iota // Go's own
	avx2                // AVX2 and FMA
	avx512              // AVX-512 F, VL, DQ and BW
	neon                // Advanced SIMD, of every arm64
)

var levelNames = [...]string{"plain", "avx2", "avx512", "neon"}

// String is the name by which GAZE_LEVEL has it.
func (l level) String() string { return levelNames[l] }

// includes says whether a processor whose best level is best has a level.
func (best level) includes(l level) bool {
	return l == plain || l == best || l == avx2 && best == avx512
}

// lanes is how many float32s a vector holds; NEON's are pairs of registers.
func (l level) lanes() int { return [...]int{1, 8, 16, 8}[l] }

// rows is how many rows the largest micro-kernel has; its columns are those of
// two vectors.
func (l level) rows() int { return [...]int{1, 6, 14, 6}[l] }

// Level names the set of instructions that kernels run on: "avx512", "avx2",
// "neon" or "plain". It is the best that the processor has, or what the environment
// variable GAZE_LEVEL says. The error says what is wrong with that; the best is
// then used.
func Level() (string, error) {
	l, err := levelOf(os.Getenv("GAZE_LEVEL"), best())
	return l.String(), err
}

// LevelName is the level for people.
func LevelName() string {
	return [...]string{"plain Go", "AVX2 and FMA", "AVX-512", "NEON"}[current]
}

// current is the level of this process; tests change it.
var current, _ = levelOf(os.Getenv("GAZE_LEVEL"), best())

func levelOf(setting string, best level) (level, error) {
	if setting == "" {
		return best, nil
	}
	for l, name := range levelNames {
		switch {
		case name != setting:
		case !best.includes(level(l)):
			return best, fmt.Errorf("GAZE_LEVEL=%q: this processor or this program has %s at most", setting, best)
		default:
			return level(l), nil
		}
	}
	return best, fmt.Errorf("GAZE_LEVEL=%q: want avx512, avx2, neon or plain", setting)
}

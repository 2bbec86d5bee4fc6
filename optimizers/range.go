package optimizers

import (
	"fmt"
	"math"
)

// atLeastZero refuses what is negative, infinite or NaN.
func atLeastZero(name string, x float64) error {
	if !(x >= 0) || math.IsInf(x, 1) {
		return fmt.Errorf("%s is %v: want a finite number, at least 0", name, x)
	}
	return nil
}

// belowOne refuses what is not 0 ≤ x < 1.
func belowOne(name string, x float64) error {
	if !(x >= 0 && x < 1) {
		return fmt.Errorf("%s is %v: want at least 0 and less than 1", name, x)
	}
	return nil
}

// above refuses what is not positive and finite.
func above(name string, x float64) error {
	if !(x > 0) || math.IsInf(x, 1) {
		return fmt.Errorf("%s is %v: want a finite number above 0", name, x)
	}
	return nil
}

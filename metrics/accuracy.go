package metrics

import (
	"fmt"
	"slices"
)

// Accuracy is the share of positions whose predicted id is the wanted one,
// Right/Total, summed over any number of batches. The zero value counts every
// position.
type Accuracy struct {
	Ignore []int // wanted ids that are not counted, whatever was predicted: padding, −100
	Right  int   // positions predicted rightly
	Total  int   // positions counted
}

// Add counts a batch: predicted[i] against wanted[i]. Lists of unequal lengths
// are an error, and then nothing is counted.
func (a *Accuracy) Add(predicted, wanted []int) error {
	if len(predicted) != len(wanted) {
		return fmt.Errorf("accuracy: %d predicted ids for %d wanted ones", len(predicted), len(wanted))
	}
	for i, id := range wanted {
		if slices.Contains(a.Ignore, id) {
			continue
		}
		a.Total++
		if predicted[i] == id {
			a.Right++
		}
	}
	return nil
}

// Value is Right/Total, from 0 to 1; NaN if nothing was counted.
func (a *Accuracy) Value() float64 { return per(float64(a.Right), a.Total) }

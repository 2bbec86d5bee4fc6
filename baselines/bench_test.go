package baselines_test

import (
	"fmt"
	"testing"

	"github.com/gaze-ml/gaze/baselines"
)

func BenchmarkTrainNgram(b *testing.B) {
	training, _, _ := shakespeare(b)
	for _, order := range []int{3, 5, 6} {
		b.Run(fmt.Sprint("order=", order), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := baselines.TrainNgram(training, order); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkCrossEntropy(b *testing.B) {
	training, validation, _ := shakespeare(b)
	m, err := baselines.TrainNgram(training, 6)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(validation.Len()))
	for b.Loop() {
		if _, err := m.CrossEntropy(validation); err != nil {
			b.Fatal(err)
		}
	}
}

package viz

import (
	"encoding/binary"
	"math"
	"slices"
)

// mostExact is how many weights a page holds in 16 bits each.
const mostExact = 1 << 20

// pack writes all weights small: first the greatest of each row as a float32,
// then each weight as a part of it, in whole numbers of 8 or 16 bits, both in
// the order [layer][head][query][key] and with the low byte first. If all maps
// are causal, of each row only what may be seen is written.
func (a *Attention) pack() (packed []byte, bits int, triangle bool) {
	triangle = !slices.ContainsFunc(a.weights, func(heads [][][]float32) bool {
		return slices.ContainsFunc(heads, func(w [][]float32) bool { return !causal(w) })
	})
	rows := a.rows(triangle)
	count := 0
	for _, row := range rows {
		count += len(row)
	}
	if bits = 16; count > mostExact {
		bits = 8
	}
	packed = make([]byte, 0, 4*len(rows)+count*bits/8)
	for _, row := range rows {
		packed = binary.LittleEndian.AppendUint32(packed, math.Float32bits(slices.Max(row)))
	}
	for _, row := range rows {
		packed = appendParts(packed, row, bits)
	}
	return packed, bits, triangle
}

// rows lists the rows of all maps.
func (a *Attention) rows(triangle bool) (rows [][]float32) {
	for _, heads := range a.weights {
		for _, w := range heads {
			for q, row := range w {
				if triangle {
					row = row[:q+1]
				}
				rows = append(rows, row)
			}
		}
	}
	return rows
}

func appendParts(packed []byte, row []float32, bits int) []byte {
	most, full := float64(slices.Max(row)), float64(uint(1)<<bits-1)
	for _, w := range row {
		part := 0.0
		if most > 0 {
			part = math.Round(float64(w) / most * full)
		}
		if bits == 16 {
			packed = binary.LittleEndian.AppendUint16(packed, uint16(part))
		} else {
			packed = append(packed, uint8(part))
		}
	}
	return packed
}

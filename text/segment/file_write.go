package segment

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"maps"
	"math"
	"slices"
)

// appendFile appends the whole file of a segmenter.
func appendFile(b []byte, s Segmenter) ([]byte, error) {
	b = append(b, header...)
	switch s := s.(type) {
	case Forward:
		b = appendDictionary(append(b, kindForward), s.Dictionary)
	case Backward:
		b = appendDictionary(append(b, kindBackward), s.Dictionary)
	case TwoWay:
		b = appendDictionary(append(b, kindTwoWay), s.Dictionary)
	case *HMM:
		b = appendHMM(append(b, kindHMM), s)
	case *Ngram:
		b = appendNgram(append(b, kindNgram), s)
	case *Perceptron:
		b = appendPerceptron(append(b, kindPerceptron), s)
	default:
		return nil, fmt.Errorf("segment: a %T has learned nothing that could be written", s)
	}
	return checksum(b, b), nil
}

// checksum appends the CRC-32 of a text.
func checksum(b, of []byte) []byte {
	return binary.LittleEndian.AppendUint32(b, crc32.ChecksumIEEE(of))
}

// appendDictionary appends how many words there are; each, its length first, and
// its count. In the same order they make the same nodes.
func appendDictionary(b []byte, d *Dictionary) []byte {
	b = binary.AppendUvarint(b, uint64(len(d.words)))
	for _, w := range d.words {
		b = binary.AppendUvarint(b, uint64(len(w)))
		b = append(b, w...)
		b = binary.AppendUvarint(b, uint64(d.Count(w)))
	}
	return b
}

func appendFloats(b []byte, list []float64) []byte {
	for _, x := range list {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(x))
	}
	return b
}

func appendMoves(b []byte, moves *[tags][tags]float64) []byte {
	for i := range moves {
		b = appendFloats(b, moves[i][:])
	}
	return b
}

// appendHMM appends first, moves, unseen, and the symbols in order.
func appendHMM(b []byte, h *HMM) []byte {
	b = appendFloats(b, h.first[:])
	b = appendMoves(b, &h.moves)
	b = appendFloats(b, h.unseen[:])
	b = binary.AppendUvarint(b, uint64(len(h.emits)))
	for _, symbol := range slices.Sorted(maps.Keys(h.emits)) {
		b = binary.AppendUvarint(b, uint64(symbol))
		b = appendFloats(b, h.emits[symbol][:])
	}
	return b
}

// appendNgram appends the dictionary, rest and single of each node, and the pairs in
// order.
func appendNgram(b []byte, n *Ngram) []byte {
	b = appendDictionary(b, n.words)
	b = appendFloats(b, n.rest)
	b = appendFloats(b, n.single)
	b = appendFloats(b, []float64{n.unknown})
	b = binary.AppendUvarint(b, uint64(len(n.pairs)))
	for _, pair := range slices.Sorted(maps.Keys(n.pairs)) {
		b = binary.LittleEndian.AppendUint64(b, pair)
		b = appendFloats(b, []float64{n.pairs[pair]})
	}
	return appendHMM(b, n.spelling)
}

// appendPerceptron appends the moves, and the features in order.
func appendPerceptron(b []byte, p *Perceptron) []byte {
	b = appendMoves(b, &p.moves)
	b = binary.AppendUvarint(b, uint64(len(p.features)))
	for _, f := range slices.Sorted(maps.Keys(p.features)) {
		b = binary.LittleEndian.AppendUint64(b, f)
		b = appendFloats(b, p.weights[p.features[f]][:])
	}
	return b
}

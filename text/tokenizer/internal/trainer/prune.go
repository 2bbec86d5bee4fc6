package trainer

import (
	"cmp"
	"math"
	"slices"
)

// loss is by how much the likelihood of the text falls without a piece, about.
type loss struct {
	piece int
	by    float64
}

// prune leaves the n pieces without which the likelihood of the text would fall
// most, beside those that nothing can stand for. Pieces that no best segmentation
// has are dropped.
func (m *mixture) prune(n int) {
	frequent := m.segment()
	sum, words := 0.0, 0.0
	for _, f := range frequent {
		sum += f
	}
	for _, w := range m.words {
		words += float64(w.Count)
	}
	kept, losses := m.weigh(frequent, sum)
	byOrder(kept)
	for i := range losses {
		losses[i].by /= words
	}
	slices.SortFunc(losses, func(a, b loss) int {
		return cmp.Or(cmp.Compare(b.by, a.by), cmp.Compare(m.pieces[a.piece].order, m.pieces[b.piece].order))
	})
	for _, l := range losses[:min(len(losses), max(n-len(kept), 0))] {
		kept = append(kept, m.pieces[l.piece])
	}
	for i := range kept {
		kept[i].order = i
	}
	m.pieces = kept
	m.prepare()
}

// segment is how often each piece, and the unknown one, is in the best
// segmentations of the words.
func (m *mixture) segment() []float64 {
	var sums [parts][]float64
	m.each(len(m.words), func(part, begin, end int) {
		l := &lattice{mixture: m}
		sum := make([]float64, len(m.pieces)+1)
		for _, w := range m.words[begin:end] {
			l.best(w.Text, false)
			for at := int32(len(w.Text)); at > 0; at = l.ends[at].from {
				sum[l.ends[at].piece] += float64(w.Count)
			}
		}
		sums[part] = sum
	})
	total := sums[0]
	for _, sum := range sums[1:] {
		for i, n := range sum {
			total[i] += n
		}
	}
	return total
}

// weigh finds what stands for each piece without it, its second best segmentation:
// the pieces that nothing stands for, and the losses of the others that are used.
func (m *mixture) weigh(frequent []float64, sum float64) (kept []piece, losses []loss) {
	var keptParts [parts][]piece
	var lossParts [parts][]loss
	m.each(len(m.pieces), func(part, begin, end int) {
		l := &lattice{mixture: m}
		for i := begin; i < end; i++ {
			p := m.pieces[i]
			text := []byte(p.text)
			switch parted := l.best(text, true); {
			case parted && l.ends[len(text)].score >= p.score: // its best segmentation is parted
				if frequent[i] > 0 {
					keptParts[part] = append(keptParts[part], p)
				}
			case !parted:
				keptParts[part] = append(keptParts[part], p)
			case frequent[i] > 0:
				lossParts[part] = append(lossParts[part], loss{i, l.loss(i, frequent, sum)})
			}
		}
	})
	return slices.Concat(keptParts[:]...), slices.Concat(lossParts[:]...)
}

// loss is f·(ln P(piece) - Σ ln P(part)), where the parts that stand for a piece of
// frequency f, those of the segmentation just found, come f times more often.
func (l *lattice) loss(piece int, frequent []float64, sum float64) float64 {
	f, others := frequent[piece], 0
	at := int32(len(l.pieces[piece].text))
	logs := 0.0
	for ; at > 0; at = l.ends[at].from {
		logs += math.Log(frequent[l.ends[at].piece] + f)
		others++
	}
	after := math.Log(sum + f*float64(others-1))
	return f * (math.Log(f) - math.Log(sum) - (logs - float64(others)*after))
}

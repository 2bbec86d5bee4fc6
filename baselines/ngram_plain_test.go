package baselines_test

import "fmt"

// plain is modified Kneser-Ney smoothing by the formulas of Ngram, over maps of
// n-grams written out, as slow as that is.
type plain struct {
	order, vocab int
	a            map[string]int    // of every n-gram
	grams        map[string][]int  // what they are
	discounts    map[int][]float64 // D(0) to D(3), by length
}

func name(gram []int) string { return fmt.Sprint(gram) }

func newPlain(text []int, vocab, order int) *plain {
	p := &plain{order, vocab, map[string]int{}, map[string][]int{}, map[int][]float64{}}
	before := map[string]map[int]bool{}
	for end := 1; end <= len(text); end++ {
		for length := 1; length <= min(order, end); length++ {
			gram := text[end-length : end]
			p.grams[name(gram)] = gram
			if length == order {
				p.a[name(gram)]++
				continue
			}
			preceding := -1 // the beginning
			if end > length {
				preceding = text[end-length-1]
			}
			if before[name(gram)] == nil {
				before[name(gram)] = map[int]bool{}
			}
			before[name(gram)][preceding] = true
			p.a[name(gram)] = len(before[name(gram)])
		}
	}
	for length := 1; length <= order; length++ {
		n := [5]float64{}
		for g, gram := range p.grams {
			if len(gram) == length && p.a[g] <= 4 {
				n[p.a[g]]++
			}
		}
		y := n[1] / (n[1] + 2*n[2])
		d := []float64{0, 1 - 2*y*n[2]/n[1], 2 - 3*y*n[3]/n[2], 3 - 4*y*n[4]/n[3]}
		for i := 1; i <= 3; i++ {
			if !(d[i] >= 0 && d[i] <= float64(i)) {
				d = []float64{0, 0.5, 1, 1.5}
				break
			}
		}
		p.discounts[length] = d
	}
	return p
}

func (p *plain) prob(history []int, w int) float64 {
	lower := 1 / float64(p.vocab)
	if len(history) > 0 {
		lower = p.prob(history[1:], w)
	}
	d := p.discounts[len(history)+1]
	var total, mass float64
	for v := range p.vocab {
		a := p.a[name(append(append([]int{}, history...), v))]
		total += float64(a)
		mass += d[min(a, 3)]
	}
	if total == 0 {
		return lower
	}
	a := p.a[name(append(append([]int{}, history...), w))]
	return (max(float64(a)-d[min(a, 3)], 0) + mass*lower) / total
}

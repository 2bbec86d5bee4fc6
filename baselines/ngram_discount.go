package baselines

// discount is D₁, D₂ and D₃ of an order.
type discount [3]float64

// unmeasured is for an order without enough different counts: Heafield et al.,
// KenLM's --discount_fallback.
var unmeasured = discount{0.5, 1, 1.5}

// of is D(a).
func (d *discount) of(a uint32) float64 {
	if a == 0 {
		return 0
	}
	return d[min(a, 3)-1]
}

// mass is what the discounts take from the counts after a history.
func (d *discount) mass(h *context) float64 {
	return d[0]*float64(h.following[0]) + d[1]*float64(h.following[1]) + d[2]*float64(h.following[2])
}

// measure is D_i = i - (i+1) · Y · n_{i+1}/n_i with Y = n₁/(n₁+2n₂), from how
// many n-grams have a count of 1, 2, 3 and 4.
func measure(n [4]float64) discount {
	var d discount
	for i := range d {
		count := float64(i + 1)
		d[i] = count - (count+1)*n[0]/(n[0]+2*n[1])*n[i+1]/n[i]
		if !(d[i] >= 0 && d[i] <= count) {
			return unmeasured
		}
	}
	return d
}

// discounts measures each order.
func (c *counts) discounts() []discount {
	n := make([][4]float64, c.order)
	add := func(order int, a uint32) {
		if a >= 1 && a <= 4 {
			n[order-1][a-1]++
		}
	}
	for _, gram := range c.contexts[1:] {
		add(int(gram.length), gram.adjusted)
	}
	for at, key := range c.longest.keys {
		if key != empty {
			add(c.order, c.longest.values[at])
		}
	}
	list := make([]discount, c.order)
	for i := range list {
		list[i] = measure(n[i])
	}
	return list
}

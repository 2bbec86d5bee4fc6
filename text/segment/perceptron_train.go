package segment

import "math/rand/v2"

// TrainPerceptron goes through the segmented sentences epochs times (10 are
// usual), in an order drawn from seed, and averages the weights over all steps.
// The same arguments make the same model.
func TrainPerceptron(sentences [][]string, epochs int, seed uint64) *Perceptron {
	l := learner{p: &Perceptron{features: map[uint64]int32{}}}
	for _, words := range sentences {
		if s := l.read(words); len(s.tags) > 0 {
			l.lessons = append(l.lessons, s)
		}
	}
	l.sums = make([][tags]float64, len(l.p.weights))
	random := rand.New(rand.NewPCG(seed, 0))
	for range epochs {
		for _, i := range random.Perm(len(l.lessons)) {
			l.learn(&l.lessons[i])
		}
	}
	l.average()
	return l.p
}

// learner is a Perceptron that learns. sums and sumMoves are the changes times the
// step they were made at: the mean over steps is weight - sum/steps.
type learner struct {
	p        *Perceptron
	lessons  []lesson
	sums     [][tags]float64
	sumMoves [tags][tags]float64
	step     float64
}

// lesson is a sentence: the features of each atom and its tag.
type lesson struct {
	rows [][]int32
	tags []uint8
}

// read makes a lesson of a segmented sentence. Words are atoms apart, whatever is
// beside them.
func (l *learner) read(words []string) (s lesson) {
	t := &cut{}
	for _, w := range words {
		list, _ := atoms(w)
		for i := range list {
			s.tags = append(s.tags, uint8(tagOf(i, len(list))))
		}
		t.atoms = append(t.atoms, list...)
	}
	s.rows = make([][]int32, len(t.atoms))
	for i := range s.rows {
		s.rows[i] = l.p.rows(t, i, nil, true)
	}
	return s
}

// learn tags a sentence, and where it errs moves the weights towards the gold.
func (l *learner) learn(s *lesson) {
	scores := make([][tags]float64, len(s.tags))
	for i, rows := range s.rows {
		scores[i] = l.p.score(rows)
	}
	found := best(scores, &l.p.moves, [tags]float64{}, make([][tags]uint8, len(scores)))
	for i, gold := range s.tags {
		if found[i] != gold {
			for _, row := range s.rows[i] {
				l.move(&l.p.weights[row][gold], &l.sums[row][gold], 1)
				l.move(&l.p.weights[row][found[i]], &l.sums[row][found[i]], -1)
			}
		}
		if i > 0 && (found[i] != gold || found[i-1] != s.tags[i-1]) {
			l.move(&l.p.moves[s.tags[i-1]][gold], &l.sumMoves[s.tags[i-1]][gold], 1)
			l.move(&l.p.moves[found[i-1]][found[i]], &l.sumMoves[found[i-1]][found[i]], -1)
		}
	}
	l.step++
}

func (l *learner) move(weight, sum *float64, by float64) {
	*weight += by
	*sum += by * l.step
}

// average sets each weight to its mean over the steps.
func (l *learner) average() {
	steps := max(l.step, 1)
	for i := range l.p.weights {
		for t := range tags {
			l.p.weights[i][t] -= l.sums[i][t] / steps
		}
	}
	for a := range tags {
		for b := range tags {
			l.p.moves[a][b] -= l.sumMoves[a][b] / steps
		}
	}
	l.forget()
}

// forget drops the features that weigh nothing, and keeps the order of the others.
func (l *learner) forget() {
	kept := make([][tags]float64, 0, len(l.p.weights))
	place := make([]int32, len(l.p.weights))
	for row, w := range l.p.weights {
		place[row] = int32(len(kept))
		if w != [tags]float64{} {
			kept = append(kept, w)
		}
	}
	for f, row := range l.p.features {
		if l.p.weights[row] == [tags]float64{} {
			delete(l.p.features, f)
		} else {
			l.p.features[f] = place[row]
		}
	}
	l.p.weights = kept
}

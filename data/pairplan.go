package data

// pair is two texts as tokens [from, to) of documents.
type pair struct {
	first, second [2]int
	random        bool // the second is of another document
}

func (p *pair) len() int { return p.first[1] - p.first[0] + p.second[1] - p.second[0] + 3 }

// planning is in the name of what is drawn for a plan, so that a Masking of the same
// seed draws otherwise.
const planning = 1

// plan is the pairs of an epoch, document after document, as BERT's
// create_instances_from_document makes them.
func (s *SentencePairs) plan(epoch int) (pairs []pair) {
	for i := range s.documents.documents {
		pairs = s.planDocument(pairs, i, newRandom(s.seed, uint64(epoch), uint64(i), planning))
	}
	return pairs
}

// planDocument collects sentences until they have target tokens or the document
// ends; cuts them in two between sentences, at random; and with probability ½, and
// if it is but one sentence, takes as second text what follows a sentence of another
// document, and goes back to what it has not used. Then pairs are cut to the
// longest.
func (s *SentencePairs) planDocument(pairs []pair, number int, r *random) []pair {
	d, target := s.documents, s.longest-3
	if r.chance(s.Short) {
		target = 2 + r.below(target-1)
	}
	at := func(sentence int) int { return d.sentences[sentence] }
	from, end := d.documents[number][0], d.documents[number][1]
	for to := from + 1; to <= end; to++ {
		if to < end && at(to)-at(from) < target {
			continue
		}
		middle := from + 1
		if to-from >= 2 {
			middle += r.below(to - from - 1)
		}
		p := pair{first: [2]int{at(from), at(middle)}, second: [2]int{at(middle), at(to)}}
		if to-from == 1 || r.below(2) == 0 {
			p.random = true
			p.second = s.elsewhere(number, target-(at(middle)-at(from)), r)
			to = middle
		}
		p.cut(s.longest-3, r)
		pairs = append(pairs, p)
		from = to
	}
	return pairs
}

// elsewhere is sentences of another document that have a number of tokens at least,
// if it does not end before: one sentence, at least.
func (s *SentencePairs) elsewhere(not, tokens int, r *random) [2]int {
	d := s.documents
	number := r.below(len(d.documents) - 1)
	if number >= not {
		number++
	}
	begin, end := d.documents[number][0], d.documents[number][1]
	begin += r.below(end - begin)
	to := begin + 1
	for to < end && d.sentences[to]-d.sentences[begin] < tokens {
		to++
	}
	return [2]int{d.sentences[begin], d.sentences[to]}
}

// cut shortens the longer of the texts by a token, at its beginning or its end by
// chance, until both have most together.
func (p *pair) cut(most int, r *random) {
	for p.len()-3 > most {
		longer := &p.first
		if p.first[1]-p.first[0] <= p.second[1]-p.second[0] {
			longer = &p.second
		}
		if r.below(2) == 0 {
			longer[0]++
		} else {
			longer[1]--
		}
	}
}

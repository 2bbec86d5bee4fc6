package train

// Kind is what an Event tells of.
type Kind int

// The kinds of events, and the fields that they fill beside Step and Steps.
const (
	Started   Kind = iota // before the first step, or the first after a resume: Step is where it goes on
	Stepped               // a step was done: Loss, Rate, Norm, Tokens, Seconds
	Validated             // Loss, Score and Metric if they are measured, Best, Seconds
	Saved                 // Path, Seconds; Err if older ones could not be removed
	Failed                // a save failed and training goes on: Err, Path
	Ended                 // Run returns: Err
)

// String is the constant's name in lower case.
func (k Kind) String() string {
	names := [...]string{"started", "stepped", "validated", "saved", "failed", "ended"}
	if k < 0 || int(k) >= len(names) {
		return "unknown"
	}
	return names[k]
}

// Event is something that has happened in a run.
type Event struct {
	Kind        Kind
	Step, Steps int // done, and of the whole run

	Loss    float64
	Rate    float64 // the learning rate; 0 if the optimizer does not tell
	Norm    float64 // of the gradients, before any clipping; 0 likewise
	Tokens  float64 // the sum of the weights that Minimize was given; 0 if it was given none
	Seconds float64 // that it took

	Score  float64 // of a Validation's Measure
	Metric string  // what that is called, "" if there is none

	Best bool   // no validation was better
	Path string // of a checkpoint
	Err  error
}

// Observer is told of a run's events, one after the other, by the goroutine that
// trains. It may cancel the context.
type Observer func(e Event)

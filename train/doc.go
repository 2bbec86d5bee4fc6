// Package train runs the loop: batches in, events out, checkpoints on the disk.
//
//	t := train.Trainer{
//		Function:  training,  // a graph.Function whose drawing calls Minimize
//		Optimizer: optimizers.NewAdamW(1e-3),
//		Source:    batch,     // values by (step, micro-batch)
//		Steps:     2000,
//		Validation: &train.Validation{...},
//		Checkpoints: train.Checkpoints{Folder: "out", Every: 250},
//		Observers: []train.Observer{train.Progress(os.Stderr)},
//	}
//	summary, err := t.Run(ctx)
//
// One step is
//
//	for each micro-batch m: g ← g + w[m]·∇loss[m]      (graph.Graph.Minimize)
//	g ← g / Σ w[m];  parameters ← Optimizer(parameters, g)
//
// and its loss is Σ w[m]·loss[m] / Σ w[m], w being what Minimize was given as
// weight, such as the number of tokens.
//
// # Resuming
//
// Run goes on from the newest checkpoint of its folder, if there is one, and
// reaches the same bits as a run that was left alone: the same parameters, state
// of the optimizer, losses in the log and decisions of early stopping. For what
// is random or comes from the data depends on the number of the step alone:
// dropout by graph.Function.SetStep, batches by Source.
//
// # The folder
//
//	step-00000250/model.safetensors      the parameters, in the type computed with
//	             /optimizer.safetensors  moments and counters
//	             /states.safetensors     states of the drawing, if it has any
//	             /state.json             State: the step, early stopping, sums of the files
//	             /...                    Checkpoints.Files
//	best                                 a link to the best checkpoint, where links can be made
//	log.jsonl                            one line a step, one a validation; see ReadLog
//
// A checkpoint is written beside, brought to the disk and renamed, so a folder
// of that name is whole whatever happens, and what a killed process has left
// begins with a dot and is removed at the next start. One that is damaged all the
// same is an error that names the file, and the folder to remove in order to go
// on from the one before: a run does not silently fall back.
//
// # When something fails
//
// A folder that cannot be written to, or a disk without room for a checkpoint,
// is an error before the first step. A save that fails later is an event, Failed,
// and training goes on, for the disk may have room again at the next; what was
// saved before stays. If the last save of a run fails, so does Run. A loss or a
// gradient that is not finite ends the run with the name of the place where the
// first NaN came up, and changes nothing.
//
// When ctx is cancelled, Run finishes the step, saves, and returns an error that
// wraps ErrInterrupted and says how to go on.
package train

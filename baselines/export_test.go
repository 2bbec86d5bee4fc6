package baselines

// TrainBounded is TrainNgram with room for fewer n-grams.
var TrainBounded = trainNgram

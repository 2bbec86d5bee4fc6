package data

// NewTextReader is for tests that bring their own bytes.
var NewTextReader = newTextReader

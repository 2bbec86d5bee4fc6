package model

// Scratch is the memory of one encoder at a time. The zero value is ready.
type Scratch struct {
}

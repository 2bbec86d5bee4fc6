package gaze

import _ "embed" // the texts

//go:embed LICENSE
var licence string

//go:embed NOTICE
var notice string

//go:embed THIRD_PARTY.md
var thirdParty string

// Licences is what must go with a program that holds Gaze: its NOTICE, its
// licence, and whose work it is linked with or has copied.
func Licences() string {
	return notice + "\n" + rule + licence + "\n" + rule + thirdParty
}

const rule = "----------------------------------------------------------------------------\n\n"

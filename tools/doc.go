// Package tools holds no code. Its module pins the programs that check Gaze, so
// that those who import Gaze do not get them as requirements:
//
//	go -C tools build -o ../out/ tool
package tools

package main

func Example() {
	main()
	// Output: more than 99 of 100 answers are right: true
}

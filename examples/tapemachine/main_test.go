package main

func Example() {
	main()
	// Output: learned exclusive or: true
}

package main

func Example() {
	main()
	// Output:
	// up to step 20, then from 20 to 40
	// loaded: 20 parameters
}

package main

import (
	"fmt"
	"net/http"
)

func main() {
	fmt.Println("starting")
	http.ListenAndServe(":8080", nil)
}

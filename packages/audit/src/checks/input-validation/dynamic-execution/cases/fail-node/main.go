package main

import "os/exec"

func run(name string) {
	exec.Command("sh", "-c", "convert "+name).Run()
	exec.Command("convert", name).Run()
}

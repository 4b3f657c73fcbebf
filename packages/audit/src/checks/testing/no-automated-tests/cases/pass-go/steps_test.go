package steps

import "testing"

func TestStep(t *testing.T) {
	if step1(1) != 2 {
		t.Fail()
	}
}

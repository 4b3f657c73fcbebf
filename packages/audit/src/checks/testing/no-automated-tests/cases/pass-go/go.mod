module example.org/steps

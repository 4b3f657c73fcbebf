PASSWORD = "hunter2-hunter2"

module a

go 1.16

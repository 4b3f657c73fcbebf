package steps

func step0(value int) int {
	return value + 0
}

func step1(value int) int {
	return value + 1
}

func step2(value int) int {
	return value + 2
}

func step3(value int) int {
	return value + 3
}

func step4(value int) int {
	return value + 4
}

func step5(value int) int {
	return value + 5
}

func step6(value int) int {
	return value + 6
}

func step7(value int) int {
	return value + 7
}

func step8(value int) int {
	return value + 8
}

func step9(value int) int {
	return value + 9
}

func step10(value int) int {
	return value + 10
}

func step11(value int) int {
	return value + 11
}

func step12(value int) int {
	return value + 12
}

func step13(value int) int {
	return value + 13
}

func step14(value int) int {
	return value + 14
}

func step15(value int) int {
	return value + 15
}

func step16(value int) int {
	return value + 16
}

func step17(value int) int {
	return value + 17
}

func step18(value int) int {
	return value + 18
}

func step19(value int) int {
	return value + 19
}

func step20(value int) int {
	return value + 20
}

func step21(value int) int {
	return value + 21
}

func step22(value int) int {
	return value + 22
}

func step23(value int) int {
	return value + 23
}

func step24(value int) int {
	return value + 24
}

func step25(value int) int {
	return value + 25
}

func step26(value int) int {
	return value + 26
}

func step27(value int) int {
	return value + 27
}

func step28(value int) int {
	return value + 28
}

func step29(value int) int {
	return value + 29
}

func step30(value int) int {
	return value + 30
}

func step31(value int) int {
	return value + 31
}

func step32(value int) int {
	return value + 32
}

func step33(value int) int {
	return value + 33
}

func step34(value int) int {
	return value + 34
}

func step35(value int) int {
	return value + 35
}

func step36(value int) int {
	return value + 36
}

func step37(value int) int {
	return value + 37
}

func step38(value int) int {
	return value + 38
}

func step39(value int) int {
	return value + 39
}

func step40(value int) int {
	return value + 40
}

func step41(value int) int {
	return value + 41
}

func step42(value int) int {
	return value + 42
}

func step43(value int) int {
	return value + 43
}

func step44(value int) int {
	return value + 44
}

func step45(value int) int {
	return value + 45
}

func step46(value int) int {
	return value + 46
}

func step47(value int) int {
	return value + 47
}

func step48(value int) int {
	return value + 48
}

func step49(value int) int {
	return value + 49
}

func step50(value int) int {
	return value + 50
}

func step51(value int) int {
	return value + 51
}

func step52(value int) int {
	return value + 52
}

func step53(value int) int {
	return value + 53
}

func step54(value int) int {
	return value + 54
}

func step55(value int) int {
	return value + 55
}

func step56(value int) int {
	return value + 56
}

func step57(value int) int {
	return value + 57
}

func step58(value int) int {
	return value + 58
}

func step59(value int) int {
	return value + 59
}


def step_0(value: int) -> int:
    return value + 0


def step_1(value: int) -> int:
    return value + 1


def step_2(value: int) -> int:
    return value + 2


def step_3(value: int) -> int:
    return value + 3


def step_4(value: int) -> int:
    return value + 4


def step_5(value: int) -> int:
    return value + 5


def step_6(value: int) -> int:
    return value + 6


def step_7(value: int) -> int:
    return value + 7


def step_8(value: int) -> int:
    return value + 8


def step_9(value: int) -> int:
    return value + 9


def step_10(value: int) -> int:
    return value + 10


def step_11(value: int) -> int:
    return value + 11


def step_12(value: int) -> int:
    return value + 12


def step_13(value: int) -> int:
    return value + 13


def step_14(value: int) -> int:
    return value + 14


def step_15(value: int) -> int:
    return value + 15


def step_16(value: int) -> int:
    return value + 16


def step_17(value: int) -> int:
    return value + 17


def step_18(value: int) -> int:
    return value + 18


def step_19(value: int) -> int:
    return value + 19


def step_20(value: int) -> int:
    return value + 20


def step_21(value: int) -> int:
    return value + 21


def step_22(value: int) -> int:
    return value + 22


def step_23(value: int) -> int:
    return value + 23


def step_24(value: int) -> int:
    return value + 24


def step_25(value: int) -> int:
    return value + 25


def step_26(value: int) -> int:
    return value + 26


def step_27(value: int) -> int:
    return value + 27


def step_28(value: int) -> int:
    return value + 28


def step_29(value: int) -> int:
    return value + 29


def step_30(value: int) -> int:
    return value + 30


def step_31(value: int) -> int:
    return value + 31


def step_32(value: int) -> int:
    return value + 32


def step_33(value: int) -> int:
    return value + 33


def step_34(value: int) -> int:
    return value + 34


def step_35(value: int) -> int:
    return value + 35


def step_36(value: int) -> int:
    return value + 36


def step_37(value: int) -> int:
    return value + 37


def step_38(value: int) -> int:
    return value + 38


def step_39(value: int) -> int:
    return value + 39


def step_40(value: int) -> int:
    return value + 40


def step_41(value: int) -> int:
    return value + 41


def step_42(value: int) -> int:
    return value + 42


def step_43(value: int) -> int:
    return value + 43


def step_44(value: int) -> int:
    return value + 44


def step_45(value: int) -> int:
    return value + 45


def step_46(value: int) -> int:
    return value + 46


def step_47(value: int) -> int:
    return value + 47


def step_48(value: int) -> int:
    return value + 48


def step_49(value: int) -> int:
    return value + 49


def step_50(value: int) -> int:
    return value + 50


def step_51(value: int) -> int:
    return value + 51


def step_52(value: int) -> int:
    return value + 52


def step_53(value: int) -> int:
    return value + 53


def step_54(value: int) -> int:
    return value + 54


def step_55(value: int) -> int:
    return value + 55


def step_56(value: int) -> int:
    return value + 56


def step_57(value: int) -> int:
    return value + 57


def step_58(value: int) -> int:
    return value + 58


def step_59(value: int) -> int:
    return value + 59



export function step0(value) {
  return value + 0;
}

export function step1(value) {
  return value + 1;
}

export function step2(value) {
  return value + 2;
}

export function step3(value) {
  return value + 3;
}

export function step4(value) {
  return value + 4;
}

export function step5(value) {
  return value + 5;
}

export function step6(value) {
  return value + 6;
}

export function step7(value) {
  return value + 7;
}

export function step8(value) {
  return value + 8;
}

export function step9(value) {
  return value + 9;
}

export function step10(value) {
  return value + 10;
}

export function step11(value) {
  return value + 11;
}

export function step12(value) {
  return value + 12;
}

export function step13(value) {
  return value + 13;
}

export function step14(value) {
  return value + 14;
}

export function step15(value) {
  return value + 15;
}

export function step16(value) {
  return value + 16;
}

export function step17(value) {
  return value + 17;
}

export function step18(value) {
  return value + 18;
}

export function step19(value) {
  return value + 19;
}

export function step20(value) {
  return value + 20;
}

export function step21(value) {
  return value + 21;
}

export function step22(value) {
  return value + 22;
}

export function step23(value) {
  return value + 23;
}

export function step24(value) {
  return value + 24;
}

export function step25(value) {
  return value + 25;
}

export function step26(value) {
  return value + 26;
}

export function step27(value) {
  return value + 27;
}

export function step28(value) {
  return value + 28;
}

export function step29(value) {
  return value + 29;
}

export function step30(value) {
  return value + 30;
}

export function step31(value) {
  return value + 31;
}

export function step32(value) {
  return value + 32;
}

export function step33(value) {
  return value + 33;
}

export function step34(value) {
  return value + 34;
}

export function step35(value) {
  return value + 35;
}

export function step36(value) {
  return value + 36;
}

export function step37(value) {
  return value + 37;
}

export function step38(value) {
  return value + 38;
}

export function step39(value) {
  return value + 39;
}

export function step40(value) {
  return value + 40;
}

export function step41(value) {
  return value + 41;
}

export function step42(value) {
  return value + 42;
}

export function step43(value) {
  return value + 43;
}

export function step44(value) {
  return value + 44;
}

export function step45(value) {
  return value + 45;
}

export function step46(value) {
  return value + 46;
}

export function step47(value) {
  return value + 47;
}

export function step48(value) {
  return value + 48;
}

export function step49(value) {
  return value + 49;
}

export function step50(value) {
  return value + 50;
}

export function step51(value) {
  return value + 51;
}

export function step52(value) {
  return value + 52;
}

export function step53(value) {
  return value + 53;
}

export function step54(value) {
  return value + 54;
}

export function step55(value) {
  return value + 55;
}

export function step56(value) {
  return value + 56;
}

export function step57(value) {
  return value + 57;
}

export function step58(value) {
  return value + 58;
}

export function step59(value) {
  return value + 59;
}


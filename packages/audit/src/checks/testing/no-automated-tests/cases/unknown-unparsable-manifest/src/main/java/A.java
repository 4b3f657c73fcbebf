class A {
  int step0(int v) {
    return v + 0;
  }

  int step1(int v) {
    return v + 1;
  }

  int step2(int v) {
    return v + 2;
  }

  int step3(int v) {
    return v + 3;
  }

  int step4(int v) {
    return v + 4;
  }

  int step5(int v) {
    return v + 5;
  }

  int step6(int v) {
    return v + 6;
  }

  int step7(int v) {
    return v + 7;
  }

  int step8(int v) {
    return v + 8;
  }

  int step9(int v) {
    return v + 9;
  }

  int step10(int v) {
    return v + 10;
  }

  int step11(int v) {
    return v + 11;
  }

  int step12(int v) {
    return v + 12;
  }

  int step13(int v) {
    return v + 13;
  }

  int step14(int v) {
    return v + 14;
  }

  int step15(int v) {
    return v + 15;
  }

  int step16(int v) {
    return v + 16;
  }

  int step17(int v) {
    return v + 17;
  }

  int step18(int v) {
    return v + 18;
  }

  int step19(int v) {
    return v + 19;
  }

  int step20(int v) {
    return v + 20;
  }

  int step21(int v) {
    return v + 21;
  }

  int step22(int v) {
    return v + 22;
  }

  int step23(int v) {
    return v + 23;
  }

  int step24(int v) {
    return v + 24;
  }

  int step25(int v) {
    return v + 25;
  }

  int step26(int v) {
    return v + 26;
  }

  int step27(int v) {
    return v + 27;
  }

  int step28(int v) {
    return v + 28;
  }

  int step29(int v) {
    return v + 29;
  }

  int step30(int v) {
    return v + 30;
  }

  int step31(int v) {
    return v + 31;
  }

  int step32(int v) {
    return v + 32;
  }

  int step33(int v) {
    return v + 33;
  }

  int step34(int v) {
    return v + 34;
  }

  int step35(int v) {
    return v + 35;
  }

  int step36(int v) {
    return v + 36;
  }

  int step37(int v) {
    return v + 37;
  }

  int step38(int v) {
    return v + 38;
  }

  int step39(int v) {
    return v + 39;
  }

  int step40(int v) {
    return v + 40;
  }

  int step41(int v) {
    return v + 41;
  }

  int step42(int v) {
    return v + 42;
  }

  int step43(int v) {
    return v + 43;
  }

  int step44(int v) {
    return v + 44;
  }

  int step45(int v) {
    return v + 45;
  }

  int step46(int v) {
    return v + 46;
  }

  int step47(int v) {
    return v + 47;
  }

  int step48(int v) {
    return v + 48;
  }

  int step49(int v) {
    return v + 49;
  }

  int step50(int v) {
    return v + 50;
  }

  int step51(int v) {
    return v + 51;
  }

  int step52(int v) {
    return v + 52;
  }

  int step53(int v) {
    return v + 53;
  }

  int step54(int v) {
    return v + 54;
  }

  int step55(int v) {
    return v + 55;
  }

  int step56(int v) {
    return v + 56;
  }

  int step57(int v) {
    return v + 57;
  }

  int step58(int v) {
    return v + 58;
  }

  int step59(int v) {
    return v + 59;
  }

}

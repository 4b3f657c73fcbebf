const match = /a/.exec(text);

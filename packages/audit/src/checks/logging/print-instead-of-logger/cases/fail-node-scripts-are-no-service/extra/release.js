function tag(version) {
  console.log(`tagging ${version}`);
}

tag('1.4.0');

package a;

import javax.xml.parsers.DocumentBuilderFactory;

class Reader {
  Object xml() {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory.newDocumentBuilder();
  }
}

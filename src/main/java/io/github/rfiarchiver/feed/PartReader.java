package io.github.rfiarchiver.feed;

import com.rometools.rome.io.FeedException;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.jdom2.Content;
import org.jdom2.Document;
import org.jdom2.Element;
import org.jdom2.JDOMException;
import org.jdom2.JDOMFactory;
import org.jdom2.UncheckedJDOMFactory;
import org.jdom2.input.SAXBuilder;
import org.jdom2.input.sax.SAXHandler;
import org.jdom2.input.sax.SAXHandlerFactory;
import org.jdom2.input.sax.XMLReaderJDOMFactory;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;

/**
 * Reads a feed's XML in parts: each time that some entries are there, the document is handed on as
 * far as it goes, and then loses them. So they can be worked on while the rest is read, and a long
 * feed never lies in memory as a tree.
 */
final class PartReader implements SAXHandlerFactory, XMLReaderJDOMFactory {
  private static final Set<String> ENTRIES = Set.of("item", "entry");

  /** So few entries that work on the first begins soon, so many that Rome is seldom asked. */
  private static final int PART = 8;

  /**
   * Elements nested deeper are left out: JDOM and Rome recurse, and one entry would cost the feed.
   */
  private static final int MAX_DEPTH = 256;

  /** Takes the entries of a document that goes on. */
  interface Taker {
    /**
     * Takes all entries that are there.
     *
     * @return false where that has to wait for more of the document, and they shall stay
     */
    boolean take(Document document) throws FeedException;
  }

  private final Taker taker;

  PartReader(Taker taker) {
    this.taker = taker;
  }

  /**
   * Reads XML as Rome does, but for what takes time: other parsers than Java's are not looked for,
   * and what the parser has checked is not checked again.
   *
   * @return the document, with the entries behind the last part
   * @throws JDOMException where it is no XML, not whole, or in another encoding than it says
   */
  Document read(InputSource xml) throws JDOMException {
    SAXBuilder builder = new SAXBuilder(this);
    builder.setJDOMFactory(new UncheckedJDOMFactory());
    builder.setSAXHandlerFactory(this);
    builder.setEntityResolver((name, address) -> new InputSource(new StringReader("")));
    builder.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    builder.setFeature("http://xml.org/sax/features/external-general-entities", false);
    builder.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
    builder.setExpandEntities(false);
    try {
      return builder.build(xml);
    } catch (IOException e) {
      throw new JDOMException("is in another encoding than it was taken for", e);
    }
  }

  @Override
  public SAXHandler createSAXHandler(JDOMFactory factory) {
    return new Handler(factory);
  }

  @Override
  public XMLReader createXMLReader() throws JDOMException {
    try {
      SAXParserFactory parsers = SAXParserFactory.newDefaultInstance();
      parsers.setNamespaceAware(true);
      return parsers.newSAXParser().getXMLReader();
    } catch (ParserConfigurationException | SAXException e) {
      throw new JDOMException("Java has no parser of XML", e);
    }
  }

  @Override
  public boolean isValidating() {
    return false;
  }

  private final class Handler extends SAXHandler {
    private int ended;
    private int depth;

    /** How many elements are open that are left out. */
    private int leftOut;

    Handler(JDOMFactory factory) {
      super(factory);
    }

    @Override
    public void startPrefixMapping(String prefix, String uri) throws SAXException {
      if (depth < MAX_DEPTH) {
        super.startPrefixMapping(prefix, uri);
      }
    }

    @Override
    public void startElement(String space, String name, String prefixed, Attributes attributes)
        throws SAXException {
      if (depth < MAX_DEPTH) {
        depth++;
        super.startElement(space, name, prefixed, attributes);
      } else if (leftOut++ == 0) {
        markEntry(getCurrentElement());
      }
    }

    @Override
    public void characters(char[] text, int start, int length) throws SAXException {
      if (leftOut == 0) {
        super.characters(text, start, length);
      }
    }

    @Override
    public void endElement(String space, String name, String prefixed) throws SAXException {
      if (leftOut > 0) {
        leftOut--;
        return;
      }
      depth--;
      Element element = getCurrentElement();
      super.endElement(space, name, prefixed);
      Element parent = element.getParentElement();
      if (ENTRIES.contains(name) && isFeed(parent) && ++ended % PART == 0) {
        try {
          if (taker.take(getDocument())) {
            clear(parent);
          }
        } catch (FeedException e) {
          throw new SAXException(e);
        }
      }
    }
  }

  /** Marks the entry that an element is in. */
  private static void markEntry(Element within) {
    for (Element element = within; element != null; element = element.getParentElement()) {
      if (ENTRIES.contains(element.getName())
          && element.getChild(FeedInput.TOO_DEEP, FeedInput.OWN) == null) {
        element.addContent(new Element(FeedInput.TOO_DEEP, FeedInput.OWN));
        return;
      }
    }
  }

  /** Whether that holds entries, and stands where Rome can read what there is of it. */
  private static boolean isFeed(@Nullable Element parent) {
    if (parent == null || !parent.isRootElement()) {
      return parent != null
          && parent.getName().equals("channel")
          && parent.getParentElement().isRootElement();
    }
    boolean found = parent.getName().equals("feed");
    for (Element child : parent.getChildren()) {
      found |= child.getName().equals("channel");
    }
    return found;
  }

  /** Takes the entries out of a feed, and the blanks between them. */
  private static void clear(Element feed) {
    for (Content content : List.copyOf(feed.getContent())) {
      if (!(content instanceof Element child) || ENTRIES.contains(child.getName())) {
        content.detach();
      }
    }
  }
}

import Core
import Datasets
import Foundation

/// The sentences of a text, without tables, formulas, headings and references.
package struct ClaimText: Sendable, Equatable {
  /// The forms that texts are read in.
  package enum Form: String, Sendable, CaseIterable {
    case latex, markdown, word, pdf, plain

    /// The form that the ending of a path stands for; nil for an unknown one.
    package init?(path: String) {
      switch (path as NSString).pathExtension.lowercased() {
      case "tex", "latex": self = .latex
      case "md", "markdown", "qmd", "rmd": self = .markdown
      case "docx": self = .word
      case "pdf": self = .pdf
      case "txt", "text": self = .plain
      default: return nil
      }
    }
  }

  /// A sentence with the line on which it begins, from 1; in a Word file the paragraph.
  package struct Sentence: Sendable, Equatable {
    package let text: String
    package let line: Int

    package init(text: String, line: Int) { (self.text, self.line) = (text, line) }
  }

  package let sentences: [Sentence]

  /// Reads a file.
  ///
  /// - Throws: ``ClaimTextError`` for a file that cannot be read.
  package init(path: String) throws {
    guard let form = Form(path: path) else { throw ClaimTextError(path: path, reason: .unknownForm) }
    guard FileManager.default.fileExists(atPath: path) else { throw ClaimTextError(path: path, reason: .missing) }
    switch form {
    case .word: self.init(try WordText.text(of: path), form: .plain)
    case .pdf: self.init(try PDFText.text(of: path), form: .plain)
    case .latex, .markdown, .plain:
      guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8) else {
        throw ClaimTextError(path: path, reason: .noText)
      }
      self.init(text, form: form)
    }
  }

  /// Reads a text that is there; of a Word or PDF file what was taken out of it.
  package init(_ text: String, form: Form) {
    let text = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    let plain =
      switch form {
      case .latex: LaTeXText.plain(text)
      case .markdown: MarkdownText.plain(text)
      case .word, .pdf, .plain: text
      }
    sentences = Sentences.of(plain)
  }
}

/// The reason why a text could not be read.
package struct ClaimTextError: ExplainedError, Equatable {
  package enum Reason: Sendable, Equatable {
    case missing, unknownForm, noText
    case noPDFReader
    case pdf(String)
    case noDocument
    case archive(String)
  }

  let path: String
  package let reason: Reason

  package var failure: String { "cannot read the text \(path)" }

  package var cause: String {
    switch reason {
    case .missing: "there is no such file"
    case .unknownForm: "its name ends in none of .tex, .md, .docx, .pdf and .txt"
    case .noText: "it is no text in UTF-8"
    case .noPDFReader: "pdftotext is not installed"
    case .pdf(let detail): "pdftotext failed: \(detail)"
    case .archive(let detail): detail
    case .noDocument: "it has no word/document.xml, or one without an end"
    }
  }

  package var hint: String {
    switch reason {
    case .missing: "check the path"
    case .unknownForm: "name the file by what it is, or save the text as .txt"
    case .noText: "save it as UTF-8"
    case .noPDFReader: "install poppler-utils (apt) or poppler (brew), or give the .tex, .docx or .txt of the text"
    case .pdf: "check that the file opens in a viewer, or give the .tex, .docx or .txt of the text"
    case .noDocument, .archive: "save it again as .docx, or as .txt"
    }
  }
}

import Core
import Foundation
import Results

/// The page on which people rate pairs of items, or match sets of items with descriptions of clusters.
///
/// It needs no network and no other file, and holds neither the clusters of the items nor the names of methods. Each
/// rater gets the tasks in an order of their own. The same draw gives the same bytes.
package struct RaterPage {
  /// The thing that is rated.
  package enum Kind: Sendable {
    case pair, set

    /// The word for one, which is also the column of its name.
    var noun: String {
      switch self {
      case .pair: "pair"
      case .set: "set"
      }
    }
  }

  /// A question about each task; without a name where there is only one.
  package struct Question: Encodable, Sendable, Equatable {
    package let name: String
    package let text: String

    package init(name: String, text: String) {
      self.name = name
      self.text = text
    }
  }

  /// An answer that a rater can give: its value in the file, and its words on the page.
  package struct Choice: Sendable {
    let value: String
    let text: String

    package init(value: String, text: String) {
      self.value = value
      self.text = text
    }
  }

  /// Items that are rated together.
  package struct Task: Sendable {
    let name: String
    let items: [Int]

    package init(name: String, items: [Int]) {
      self.name = name
      self.items = items
    }
  }

  private let title: String
  private let instruction: String
  private var index: Index
  private var blobs: [PageContent.Explorer.Blob] = []

  /// - Parameters:
  ///   - tasks: of the items of `stored`, by their positions.
  ///   - instruction: the sentence that raters read first.
  /// - Throws: `ResultsError` when captions, thumbnails or ids are not those of the run.
  package init(
    _ kind: Kind, _ tasks: [Task], title: String, instruction: String, questions: [Question], choices: [Choice],
    of stored: StoredRun
  ) throws {
    let shown = tasks.flatMap(\.items).uniqued.sorted()
    let positions = Dictionary(uniqueKeysWithValues: shown.enumerated().map { ($1, $0) })
    self.title = title
    self.instruction = instruction
    let hasQuestions = kind == .pair
    index = Index(
      kind, hasQuestions: hasQuestions, questions: questions,
      choices: choices.enumerated().map { Index.Choice(key: String($0 + 1), value: $1.value, text: $1.text) },
      tasks: tasks.map { Index.Task(name: $0.name, items: $0.items.compactMap { positions[$0] }) })
    let withImages = try addThumbnails(of: shown, stored)
    let (captions, ids) = try (stored.captions, stored.ids)
    index.items = shown.map { item in
      let hasImage = withImages.contains(item)
      let caption = captions?[item] ?? ""
      // An item without any of its own is named by its id or its position.
      let name = hasImage ? nil : ids?[item] ?? "item \(item)"
      return Index.Item(text: caption.isEmpty ? name : caption, item: hasImage ? item : nil)
    }
    index.draw = FNV1a.digits(of: try PageText.json(index).utf8)
  }

  /// The text of the page.
  package func html() throws -> String {
    try PageText.rendered(
      PageParts.raterTemplate,
      with: Content(
        title: title, instruction: instruction, indexJSON: try PageText.json(index), blobs: blobs,
        style: PageParts.raterStyle, script: PageParts.raterScript))
  }

  /// The content of the template; see ``PageContent``.
  private struct Content {
    let title: String
    let instruction: String
    let indexJSON: String
    let blobs: [PageContent.Explorer.Blob]
    let style: String
    let script: String
  }

  /// Adds the sheets of thumbnails that hold an item of the page.
  ///
  /// - Returns: the items that have a thumbnail.
  private mutating func addThumbnails(of items: [Int], _ stored: StoredRun) throws -> Set<Int> {
    guard let (record, sheets) = try stored.thumbnails else { return [] }
    let all = record.items ?? Array(0..<stored.itemCount)
    let slots = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1, $0) })
    let shown = items.filter { slots[$0] != nil }
    let perSheet = record.perSide * record.perSide
    let needed = Set(shown.compactMap { slots[$0].map { $0 / perSheet } })
    let names = sheets.enumerated().map { number, bytes in
      needed.contains(number) ? add("sheet-\(number)", bytes) : ""
    }
    let order = record.items.map { add("slots", $0.map { UInt32($0) }.withLittleEndianBytes { Data($0) }) }
    index.thumbnails = ExplorerData.Sheets(
      height: record.height, width: record.width, cellHeight: record.cellHeight, cellWidth: record.cellWidth,
      perSide: record.perSide, count: all.count, sheets: names, items: order)
    return Set(shown)
  }

  private mutating func add(_ id: String, _ bytes: Data) -> String {
    blobs.append(.init(id: id, base64: bytes.base64EncodedString()))
    return id
  }
}

/// The data of the page's script.
private struct Index: Encodable {
  struct Choice: Encodable {
    /// The digits that choose it.
    let key: String
    let value: String
    let text: String
  }

  struct Task: Encodable {
    let name: String
    /// Positions among the items of the page.
    let items: [Int]
  }

  struct Item: Encodable {
    /// The caption; nil where the image stands alone.
    let text: String?
    /// The item of the run, for its thumbnail; nil where it has none.
    let item: Int?
  }

  /// A checksum of the rest, under which the browser keeps the ratings.
  var draw = ""
  let noun: String
  let isSet: Bool
  /// The beginning of the name of an exported file.
  let prefix: String
  /// The columns of an exported file.
  let columns: [String]
  /// True where the exported file has a column of questions.
  let hasQuestions: Bool
  let questions: [RaterPage.Question]
  let choices: [Choice]
  let tasks: [Task]
  var items: [Item] = []
  var thumbnails: ExplorerData.Sheets?

  init(
    _ kind: RaterPage.Kind, hasQuestions: Bool, questions: [RaterPage.Question], choices: [Choice], tasks: [Task]
  ) {
    noun = kind.noun
    isSet = kind == .set
    prefix = kind == .set ? "matches-" : "ratings-"
    columns = [kind.noun] + (hasQuestions ? ["question"] : []) + [kind == .set ? "cluster" : "rating"]
    (self.hasQuestions, self.questions, self.choices, self.tasks) = (hasQuestions, questions, choices, tasks)
  }
}

import Core
import Foundation

/// Lists in a `.json` file: the file itself is one, or an object whose members are; or an object with a label for each id,
/// or a list of records (`to_json(orient="records")` of pandas), of which each key names a list. In a file of JSON lines each
/// line is a record.
struct LabelLists {
  /// The texts of each list by its name; one without a name where the file is a list.
  private let lists: [String: [String]]
  /// The ids of the list without a name, where the file has them.
  private var ids: [String]?
  private let path: String

  /// The endings of such files.
  static let endings: Set<String> = linesEndings.union(["json"])
  private static let linesEndings: Set<String> = ["jsonl", "ndjson"]

  /// - Throws: ``LabelError`` when the file is not JSON of lists of texts and numbers.
  init(_ file: FileBytes, at path: String) throws(LabelError) {
    self.path = path
    let data = Data(file.buffer)
    if Self.linesEndings.contains(fileExtension(path)) {
      lists = try Self.lists(ofLines: data, path: path)
    } else if let list = try? JSONDecoder().decode([Entry].self, from: data) {
      lists = ["": list.map(\.text)]
    } else if let object = try? JSONDecoder().decode([String: [Entry]].self, from: data), !object.isEmpty {
      lists = object.mapValues { $0.map(\.text) }
    } else if let records = try? JSONDecoder().decode([[String: Entry]].self, from: data), !records.isEmpty,
      records.allSatisfy({ $0[""] == nil })
    {
      let names = Set(records.flatMap(\.keys))
      lists = Dictionary(uniqueKeysWithValues: names.map { name in (name, records.map { $0[name]?.text ?? "" }) })
    } else if let object = try? JSONDecoder().decode([String: Entry].self, from: data), !object.isEmpty,
      let keys = JSONKeys.keys(of: file.buffer)
    {
      lists = ["": keys.map { object[$0]?.text ?? "" }]
      ids = keys
    } else {
      throw LabelError(path: path, reason: .notAList)
    }
  }

  /// The members of the objects of JSON lines, a list each; members that are neither texts nor numbers are in none.
  private static func lists(ofLines data: Data, path: String) throws(LabelError) -> [String: [String]] {
    let (feed, blanks) = (UInt8(ascii: "\n"), [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")])
    var records: [[String: Member]] = []
    for (number, line) in data.split(separator: feed, omittingEmptySubsequences: false).enumerated()
    where !line.allSatisfy(blanks.contains) {
      guard let record = try? JSONDecoder().decode([String: Member].self, from: line), record[""] == nil else {
        throw LabelError(path: path, reason: .notALine(number + 1))
      }
      records.append(record)
    }
    let names = Set(records.flatMap(\.keys)).filter { name in records.allSatisfy { !($0[name]?.isNested ?? false) } }
    guard !names.isEmpty else { throw LabelError(path: path, reason: .notAList) }
    return Dictionary(uniqueKeysWithValues: names.map { name in (name, records.map { $0[name]?.text ?? "" }) })
  }

  /// The names of the lists.
  var names: [String] { lists.keys.filter { !$0.isEmpty }.sorted() }

  /// A list, its name, where it has one, and the lists beside it that may hold its ids.
  struct Chosen {
    let texts: [String]
    var name: String?
    var idColumns: [IDColumn] = []
  }

  /// The list asked for, the only one beside the ids, or the first preferred. The ids are those asked for, else a list
  /// called `ids` or `id`.
  func chosen(
    _ asked: String?, preferring preferred: [String] = LabelSet.usualNames, ids askedIDs: String? = nil
  ) throws -> Chosen {
    if let list = lists[""] {
      if let asked = asked ?? askedIDs { throw LabelError(path: path, reason: .noColumns(asked: asked)) }
      return Chosen(texts: list, idColumns: ids.map { [IDColumn(name: IDColumn.keys, kind: .named, ids: $0)] } ?? [])
    }
    if let askedIDs, lists[askedIDs] == nil {
      throw ArchiveError(path: path, reason: .noSuchIDs(askedIDs, available: names))
    }
    let ids = askedIDs ?? (["ids"] + RowNames.idNames).first { lists[$0] != nil && $0 != asked && lists.count > 1 }
    let name = try lists.keys.filter { $0 != ids || $0 == asked || lists.count == 1 }.sorted().chosen(
      asked, preferring: preferred, path: path)
    let texts = lists[name] ?? []
    var chosen = Chosen(texts: texts, name: name)
    if let ids, let own = lists[ids] {
      guard own.count == texts.count else {
        throw LabelError(path: path, reason: .idCount(ids: own.count, labels: texts.count))
      }
      chosen.idColumns.append(IDColumn(name: ids, kind: askedIDs == nil ? .named : .asked, ids: own))
    }
    for (other, values) in lists.sorted(by: { $0.key < $1.key })
    where other != name && other != ids && values.count == texts.count {
      chosen.idColumns.append(IDColumn(values: values, name: other))
    }
    chosen.idColumns = chosen.idColumns.filter(\.isUsual) + chosen.idColumns.filter { !$0.isUsual }
    return chosen
  }

  /// A member of a record, which may hold lists and objects that are not read.
  private struct Member: Decodable {
    let text: String
    let isNested: Bool

    init(from decoder: any Decoder) throws {
      let entry = try? Entry(from: decoder)
      (text, isNested) = (entry?.text ?? "", entry == nil)
    }
  }

  /// A label as JSON spells it, as the text that a table would hold.
  private struct Entry: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        text = ""
      } else if let text = try? container.decode(String.self) {
        self.text = text
      } else if let number = try? container.decode(Int64.self) {
        text = String(number)
      } else if let number = try? container.decode(UInt64.self) {
        text = String(number)
      } else if let truth = try? container.decode(Bool.self) {
        text = String(truth)
      } else if let number = try? container.decode(Decimal.self), number.magnitude >= 9e15 {
        // Double would give different numbers one text; Decimal has 38 digits.
        guard number.magnitude < Decimal(sign: .plus, exponent: 38, significand: 1) else {
          throw DecodingError.dataCorruptedError(in: container, debugDescription: "a number of more than 38 digits")
        }
        text = "\(number)"
      } else {
        text = String(try container.decode(Double.self))
      }
    }
  }
}

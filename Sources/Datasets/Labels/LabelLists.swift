import Foundation
import Matrices

/// Lists in a `.json` file: the file itself is one, or an object whose members are; or an object with a label for each id.
struct LabelLists {
  /// The texts of each list by its name; one without a name where the file is a list.
  private let lists: [String: [String]]
  /// The ids of the list without a name, where the file has them.
  private var ids: [String]?
  private let path: String

  /// - Throws: ``LabelError`` when the file is not JSON of lists of texts and numbers.
  init(_ file: FileBytes, at path: String) throws(LabelError) {
    self.path = path
    let data = Data(file.buffer)
    if let list = try? JSONDecoder().decode([Entry].self, from: data) {
      lists = ["": list.map(\.text)]
    } else if let object = try? JSONDecoder().decode([String: [Entry]].self, from: data), !object.isEmpty {
      lists = object.mapValues { $0.map(\.text) }
    } else if let object = try? JSONDecoder().decode([String: Entry].self, from: data), !object.isEmpty,
      let keys = JSONKeys.keys(of: file.buffer)
    {
      lists = ["": keys.map { object[$0]?.text ?? "" }]
      ids = keys
    } else {
      throw LabelError(path: path, reason: .notAList)
    }
  }

  /// The texts of the list asked for, of the only one, or of the first preferred; and its name, where it has one.
  func chosen(
    _ asked: String?, preferring preferred: [String] = LabelSet.usualNames
  ) throws -> (texts: [String], name: String?, ids: [String]?) {
    if let list = lists[""], ids != nil || lists.count == 1 {
      if let asked { throw LabelError(path: path, reason: .noColumns(asked: asked)) }
      return (list, nil, ids)
    }
    let name = try lists.keys.sorted().chosen(asked, preferring: preferred, path: path)
    return (lists[name] ?? [], name, nil)
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

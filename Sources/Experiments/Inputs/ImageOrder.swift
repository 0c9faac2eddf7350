import Core
import Datasets
import Foundation
import Results

/// The order of the images of a folder: by the bytes of their paths, which is not the order in which people count.
package enum ImageOrder {
  /// The items of an image folder as CSV: position, id and, where there are classes, class.
  ///
  /// - Throws: `DatasetError` as reading the folder does.
  static func table(of images: ImageOptions) throws -> String {
    guard case .folder(let folder, _, let unreadable) = images.source else {
      throw OptionError(
        .invalidOption(name: "--items", value: images.path, allowed: "given with an image folder, whose paths are ids"))
    }
    let items = try Dataset.items(ofFolder: folder, unreadable: unreadable)
    let hasClasses = items.contains { $0.label != nil }
    let lines = items.enumerated().map { position, item in
      ["\(position)", csvField(item.id)] + (hasClasses ? [csvField(item.label ?? "")] : [])
    }
    return ([["position", "id"] + (hasClasses ? ["class"] : [])] + lines).map { $0.joined(separator: ",") + "\n" }
      .joined()
  }

  /// Writes the items of an image folder, as ``table(of:)`` has them.
  ///
  /// - Throws: `DatasetError` as reading the folder does, `ResultsError` when the file cannot be written.
  package static func write(of images: ImageOptions, to path: String) throws {
    try AtomicFile.write(Data(table(of: images).utf8), to: path)
  }

  /// The first two neighbors that a numeric sort would exchange, such as `img10.png` before `img2.png`; nil where both
  /// orders agree.
  package static func firstSurprise(in ids: [String]) -> (String, String)? {
    zip(ids, ids.dropFirst()).first { isNaturally($1, before: $0) }
  }

  /// Returns true where one text comes before another when runs of digits count as numbers.
  static func isNaturally(_ one: String, before other: String) -> Bool {
    let (first, second) = (parts(one), parts(other))
    for (one, other) in zip(first, second) where one != other {
      guard one.first?.isASCIIDigit == true, other.first?.isASCIIDigit == true else {
        return one.utf8.lexicographicallyPrecedes(other.utf8)
      }
      let (number, otherNumber) = (one.drop { $0 == "0" }, other.drop { $0 == "0" })
      if number.count != otherNumber.count { return number.count < otherNumber.count }
      return (number == otherNumber ? one : number).utf8.lexicographicallyPrecedes(
        (number == otherNumber ? other : otherNumber).utf8)
    }
    return first.count < second.count
  }

  /// Runs of digits and of other characters, in turn.
  private static func parts(_ text: String) -> [Substring] {
    var parts: [Substring] = []
    var start = text.startIndex
    for index in text.indices.dropFirst()
    where text[index].isASCIIDigit != text[text.index(before: index)].isASCIIDigit {
      parts.append(text[start..<index])
      start = index
    }
    return parts + (text.isEmpty ? [] : [text[start...]])
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}

extension InputParts {
  /// A note where files without ids are matched to images whose order may surprise.
  ///
  /// - Parameter sides: the sides as they were matched.
  func orderNotices(_ sides: [ItemSide]) -> [Notice] {
    guard ids == nil, let images, let imageIDs = images.side.ids else { return [] }
    let byPosition = sides.dropFirst().filter { $0.ids == nil }.map(\.name)
    guard !byPosition.isEmpty, let (first, second) = ImageOrder.firstSurprise(in: imageIDs) else { return [] }
    return [
      Notice(
        kind: "order-of-images",
        message: "\(images.side.name) are in the order of the bytes of their paths (\(first) before \(second)); "
          + "\(list(byPosition)) must have that order: fusebench inspect FOLDER --items items.csv writes it")
    ]
  }
}

import Core
import Foundation
import Results

/// The labels that one trial gave, in few bytes.
///
/// The clusters are numbered in the order in which they first appear. As many labels as fit are the digits of one number of
/// 64 bits, the first label the lowest digit: 20 of 9 clusters, 19 of 10. The numbers follow each other as little-endian
/// bytes, in Base64. That is within a tenth of what equally large clusters need at least.
package struct PackedLabels: Codable, Sendable, Equatable {
  package var seed: UInt64
  /// The number of clusters that hold an item.
  package var clusters: Int
  /// True where some items are noise; they have the digit ``clusters``.
  package var noise: Bool
  /// True where some items were not clustered; they have the last digit. Nil for no.
  package var leftOut: Bool?
  /// FNV-1a over the labels as little-endian numbers of 32 bits, noise being -1 and items that were not clustered -2.
  package var fnv1a: String
  package var base64: String

  /// Packs labels; -1 is noise, what is below was left out.
  package init(_ labels: [Int32], seed: UInt64) {
    let labels = renumbered(labels)
    let clusters = Int(labels.max() ?? -1) + 1
    self.seed = seed
    self.clusters = clusters
    noise = labels.contains(Partition.noise)
    leftOut = labels.contains(Partition.leftOut) ? true : nil
    fnv1a = Self.checksum(of: labels)
    let lastDigit = clusters + (noise ? 1 : 0)
    let base = UInt64(Self.base(clusters: clusters, noise: noise, leftOut: leftOut == true))
    let perWord = Self.digits(base: base)
    let words = stride(from: 0, to: labels.count, by: perWord).map { start in
      labels[start..<min(start + perWord, labels.count)].reversed().reduce(UInt64(0)) { word, label in
        word * base + UInt64(label >= 0 ? Int(label) : label == Partition.noise ? clusters : lastDigit)
      }
    }
    base64 = words.withLittleEndianBytes { Data($0) }.base64EncodedString()
  }

  /// The labels of so many items.
  ///
  /// - Throws: ``Damage`` that says what is wrong with them.
  package func labels(items: Int) throws(Damage) -> [Int32] {
    guard items > 0, items < Int(Int32.max), clusters >= 0, clusters <= items, clusters > 0 || noise || leftOut == true
    else {
      throw Damage("\(counted(clusters, "cluster")) cannot be those of \(counted(items, "item"))")
    }
    guard let bytes = Data(base64Encoded: base64) else { throw Damage("they are not Base64") }
    let base = UInt64(Self.base(clusters: clusters, noise: noise, leftOut: leftOut == true))
    let perWord = Self.digits(base: base)
    let words = (items - 1) / perWord + 1
    guard bytes.count % 8 == 0, bytes.count / 8 == words else {
      throw Damage("expected \(counted(words, "number")) of 8 bytes, found \(counted(bytes.count, "byte"))")
    }
    var labels: [Int32] = []
    labels.reserveCapacity(items)
    for index in 0..<words {
      var word = bytes.withUnsafeBytes {
        UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
      }
      for _ in 0..<min(perWord, items - labels.count) {
        let digit = Int(word % base)
        labels.append(label(of: digit))
        word /= base
      }
      guard word == 0 else { throw Damage("a number holds more than \(counted(perWord, "label"))") }
    }
    // With a single kind of label the base is larger than it need be.
    guard labels.allSatisfy({ Int($0) < clusters }) else {
      throw Damage("a label lies outside of the \(counted(clusters, "cluster"))")
    }
    let found = Self.checksum(of: labels)
    guard found == fnv1a else { throw Damage("their checksum should be \(fnv1a), found \(found)") }
    return labels
  }

  /// The damage of packed labels.
  package struct Damage: Error, Equatable {
    package let detail: String
    init(_ detail: String) { self.detail = detail }
  }

  private func label(of digit: Int) -> Int32 {
    if digit == clusters, noise { return Partition.noise }
    return leftOut == true && digit == clusters + (noise ? 1 : 0) ? Partition.leftOut : Int32(digit)
  }

  /// The same labels with noise as items that were not clustered.
  ///
  /// - Throws: ``Damage``.
  func leavingOutNoise(items: Int) throws(Damage) -> PackedLabels {
    noise ? PackedLabels(try labels(items: items).map { $0 < 0 ? Partition.leftOut : $0 }, seed: seed) : self
  }

  private static func checksum(of labels: [Int32]) -> String {
    labels.withLittleEndianBytes { FNV1a.digits(of: $0) }
  }

  /// Returns the number of different digits; at least 2, so that labels take room.
  private static func base(clusters: Int, noise: Bool, leftOut: Bool) -> Int {
    max(clusters + (noise ? 1 : 0) + (leftOut ? 1 : 0), 2)
  }

  /// Returns the number of digits that 64 bits hold whatever they are.
  private static func digits(base: UInt64) -> Int {
    var (count, power) = (0, UInt64(1))
    while true {
      let (product, overflow) = power.multipliedReportingOverflow(by: base)
      guard !overflow else { return count }
      (count, power) = (count + 1, product)
    }
  }
}

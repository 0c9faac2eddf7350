/// A value of a pickle, as it is written. Other values are named by their positions among all, so that a value may
/// hold itself without harm.
struct PickleNode {
  /// A part of the file.
  typealias Bytes = Range<Int>

  enum Kind {
    case none
    case bool(Bool)
    case integer(Int)
    /// A whole number of more than 64 bits.
    case longInteger(Bytes)
    case real(Double)
    /// Bytes, among them the texts of Python 2.
    case bytes(Bytes)
    /// UTF-8.
    case text(Bytes)
    case tuple, list, set
    /// Keys and values in turn.
    case dict
    /// A function or a class, by its module and name.
    case global(module: String, name: String)
    /// What a call would make: the function or class, its arguments, then what is put into it.
    case call
    /// A value that is stored elsewhere, by its name.
    case persistent
  }

  let kind: Kind
  var children: [Int] = []
  /// What the object would be set to.
  var state: Int?

  init(_ kind: Kind, _ children: [Int] = []) {
    self.kind = kind
    self.children = children
  }
}

/// A part of a clause that means one thing.
enum Chunk: Sendable, Equatable {
  case mention(Mention)
  case scope(Scope)
  case scores([String])
  case number(Numeral)
  case word(Lexeme)

  var mention: Mention? { if case .mention(let mention) = self { mention } else { nil } }
  var sense: Sense? { if case .word(let lexeme) = self { lexeme.sense } else { nil } }
  var number: Numeral? { if case .number(let number) = self { number } else { nil } }
}

/// Clusterers, spaces or both that words name.
struct Mention: Sendable, Equatable {
  /// Nil where none is named.
  var clusterers: [String]?
  var spaces: [String]?
  var quantity = Quantity.all
  /// The word of the quantity; nil where there is none.
  var quantifier: String?
  var preposition: Preposition?
  /// True for all fusions or all parts, rather than spaces by name.
  var isGroup = false

  /// The mention with what only the other one names; nil where both name the same kind.
  func joined(_ other: Self) -> Self? {
    guard clusterers == nil || other.clusterers == nil, spaces == nil || other.spaces == nil,
      quantity == .all || other.quantity == .all
    else { return nil }
    var joined = self
    joined.clusterers = clusterers ?? other.clusterers
    joined.spaces = spaces ?? other.spaces
    joined.quantity = quantity == .all ? other.quantity : quantity
    joined.quantifier = quantifier ?? other.quantifier
    joined.isGroup = isGroup || other.isGroup
    return joined
  }
}

/// How many of the clusterers, spaces, scores or cases a claim is about.
struct Scope: Sendable, Equatable {
  var noun: Noun
  var quantity: Quantity
  let text: String
}

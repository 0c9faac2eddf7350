/// Finds the names of classes in texts, as whole words: "car" is not in "scar".
///
/// A name of several words is found where these follow each other. The last word may be in the plural, or, of a name in
/// the plural, in the singular, by the rules of English (s, es after a hiss or o, ies for y). Where several names begin at
/// one word, the longest counts, and its words belong to it alone: "pickup truck" does not name "truck".
package struct ClassNameIndex: Sendable {
  private struct Phrase {
    let words: [Int32]
    let label: Int32
  }

  /// A number for each word of a name.
  private var vocabulary: [String: Int32] = [:]
  /// The names that begin with each word, the longest first.
  private var phrases: [[Phrase]] = []

  /// - Parameter classes: names; one without words is not looked for.
  package init(_ classes: [String]) {
    let names = classes.map(FoldedWords.words).map { $0.allSatisfy(Self.isNumber) ? [] : $0 }
    var known: Set<[Int32]> = []
    // The names as they stand come first: a plural never takes the place of another class.
    for (label, words) in names.enumerated() where !words.isEmpty { add(words, label, to: &known) }
    for (label, words) in names.enumerated() {
      guard let last = words.last else { continue }
      for form in Self.otherNumbers(of: last) { add(words.dropLast() + [form], label, to: &known) }
    }
    for index in phrases.indices { phrases[index].sort { $0.words.count > $1.words.count } }
  }

  /// True where no class has a name to look for.
  package var isEmpty: Bool { phrases.isEmpty }

  /// The classes that a text names, in its order; one that it names twice comes twice.
  package func classes(namedIn text: String) -> [Int32] {
    let words = FoldedWords.words(of: text).map { vocabulary[$0] ?? -1 }
    var found: [Int32] = []
    var position = 0
    while position < words.count {
      let phrase = words[position] < 0 ? nil : self.phrase(in: words, at: position)
      if let phrase { found.append(phrase.label) }
      position += phrase?.words.count ?? 1
    }
    return found
  }

  private func phrase(in words: [Int32], at position: Int) -> Phrase? {
    phrases[Int(words[position])].first { phrase in
      position + phrase.words.count <= words.count
        && phrase.words.indices.allSatisfy { phrase.words[$0] == words[position + $0] }
    }
  }

  private mutating func add(_ words: [String], _ label: Int, to known: inout Set<[Int32]>) {
    let numbers = words.map { word in
      if let number = vocabulary[word] { return number }
      let number = Int32(vocabulary.count)
      vocabulary[word] = number
      phrases.append([])
      return number
    }
    guard let first = numbers.first, known.insert(numbers).inserted else { return }
    phrases[Int(first)].append(Phrase(words: numbers, label: Int32(label)))
  }

  static func isNumber(_ word: String) -> Bool { word.utf8.allSatisfy { (0x30...0x39).contains($0) } }

  /// The plurals of a word, and its singulars where it looks like a plural.
  static func otherNumbers(of word: String) -> [String] {
    // The one word that would turn into a very common other one.
    guard word.utf8.allSatisfy({ (0x61...0x7A).contains($0) }), word != "news" else { return [] }
    let hisses = ["s", "x", "z", "ch", "sh", "o"]
    func endsInHiss(_ word: String) -> Bool { hisses.contains { word.hasSuffix($0) } }
    var forms = [word + "s"]
    if endsInHiss(word) { forms.append(word + "es") }
    if word.hasSuffix("y") { forms.append("\(word.dropLast())ies") }
    guard word.utf8.count >= 4, word.hasSuffix("s"), !["ss", "us", "is"].contains(where: { word.hasSuffix($0) })
    else { return forms }
    forms.append(String(word.dropLast()))
    if word.hasSuffix("ies") { forms.append("\(word.dropLast(3))y") }
    if word.hasSuffix("es"), endsInHiss(String(word.dropLast(2))) { forms.append(String(word.dropLast(2))) }
    return forms
  }
}

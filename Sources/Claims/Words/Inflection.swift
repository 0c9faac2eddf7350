/// The forms of regular English verbs.
enum Inflection {
  /// The verb with -s, -ed and -ing: `beat`, `beats`, …; a phrase bends its first word.
  static func forms(of phrase: String) -> [String] {
    let parts = phrase.split(separator: " ", maxSplits: 1).map(String.init)
    let rest = parts.count > 1 ? " " + parts[1] : ""
    return [parts[0], third(parts[0])].map { $0 + rest } + participles(of: phrase) + [present(parts[0]) + rest]
  }

  /// The past forms of a verb: that with -ed, or those of an irregular one.
  static func participles(of phrase: String) -> [String] {
    let parts = phrase.split(separator: " ", maxSplits: 1).map(String.init)
    let rest = parts.count > 1 ? " " + parts[1] : ""
    return (irregular[parts[0]] ?? [past(parts[0])]).map { $0 + rest }
  }

  private static let irregular: [String: [String]] = [
    "beat": ["beat", "beaten"], "lead": ["led"], "overtake": ["overtook", "overtaken"], "outdo": ["outdid", "outdone"],
    "rise": ["rose", "risen"], "fall": ["fell", "fallen"], "grow": ["grew", "grown"], "lose": ["lost"], "win": ["won"],
    "hurt": ["hurt"], "come": ["came", "come"], "do": ["did", "done"], "get": ["got", "gotten"],
    "go": ["went", "gone"],
    "be": ["was", "were", "been"], "stand": ["stood"], "lie": ["lay", "lain"], "outshine": ["outshone"], "sit": ["sat"],
    "give": ["gave", "given"], "have": ["had"], "find": ["found"], "show": ["showed", "shown"],
    "take": ["took", "taken"],
    "hold": ["held"], "keep": ["kept"], "bring": ["brought"], "make": ["made"], "leave": ["left"],
    "see": ["saw", "seen"],
    "cut": ["cut"], "sink": ["sank", "sunk"], "shrink": ["shrank", "shrunk"], "fly": ["flew"], "put": ["put"],
    "set": ["set"],
    "outrun": ["outran"], "draw": ["drew", "drawn"], "run": ["ran"], "tie": ["tied"], "know": ["knew", "known"],
    "say": ["said"], "read": ["read"], "fare": ["fared"], "drop": ["dropped"], "top": ["topped"], "trump": ["trumped"],
    "swap": ["swapped"], "plug": ["plugged"], "lag": ["lagged"], "outstrip": ["outstripped"], "let": ["let"],
    "exceed": ["exceeded"], "differ": ["differed"], "add": ["added"], "benefit": ["benefited", "benefitted"],
    "happen": ["happened"], "turn": ["turned"], "plummet": ["plummeted"], "suffer": ["suffered"], "lower": ["lowered"],
    "edge": ["edged"], "remain": ["remained"], "obtain": ["obtained"], "attain": ["attained"], "return": ["returned"],
    "sum": ["summed"], "bear": ["bore", "borne"],
  ]

  private static let doubled: Set<String> = [
    "beat", "win", "hurt", "get", "sit", "cut", "run", "put", "set", "drop", "top", "swap", "plug", "lag", "outstrip",
    "let", "outrun",
  ]

  private static func third(_ verb: String) -> String {
    if verb == "have" { return "has" }
    if verb == "be" { return "is" }
    if verb.hasSuffix("y"), !isVowel(verb.dropLast().last) { return verb.dropLast() + "ies" }
    return verb + (["s", "x", "h", "o"].contains(where: verb.hasSuffix) && !verb.hasSuffix("th") ? "es" : "s")
  }

  private static func past(_ verb: String) -> String {
    if verb.hasSuffix("e") { return verb + "d" }
    if verb.hasSuffix("y"), !isVowel(verb.dropLast().last) { return verb.dropLast() + "ied" }
    return verb + "ed"
  }

  private static func present(_ verb: String) -> String {
    switch verb {
    case "lie", "tie": verb.dropLast(2) + "ying"
    case "beat": "beating"
    case "be": "being"
    case "see": "seeing"
    case _ where verb.hasSuffix("e"): verb.dropLast() + "ing"
    case _ where doubled.contains(verb) && verb != "hurt": verb + String(verb.suffix(1)) + "ing"
    default: verb + "ing"
    }
  }

  private static func isVowel(_ letter: Character?) -> Bool { letter.map("aeiou".contains) ?? false }
}

import Core
import Datasets
import Results

/// The dataset and the files of labels, captions and ids.
extension MappingForm {
  static let dataset = MappingForm(keys: [
    Key("images", images.form, "the images: a labelled set, or a folder of image files"),
    Key("labels", labelSets, "the classes of the items: a file, its column, or several label sets"),
    Key("captions", .any([.path, texts.form]), "a caption for each item: a text file, or a column of a table"),
    Key("ids", ids.form, "the column of a table that names the items and gives their order"),
    Key(
      "split", .any([.path, texts.form]),
      "the part of each item, such as train or test: a text file, or a column of a table; for score-on and fit-on"),
  ])

  /// The keys of ``images`` of which there is one.
  static let imageKinds = LabelledSet.allCases.map(\.rawValue) + [imageFolder]
  private static let imageFolder = "folder"
  static let imageSizes = 1...65_535

  /// The keys that do not go with a kind of images.
  static func foreignKeys(ofImages kind: String) -> [String] {
    guard kind != imageFolder else { return ["classes", "format"] }
    return ["size", "unreadable"] + (kind == LabelledSet.cifar.rawValue ? [] : ["format"])
  }

  static let images = MappingForm(
    keys: LabelledSet.allCases.map { set in
      Key(
        set.rawValue, .any([.path, .list(of: .path)]),
        "the files of a set in the form of \(set.rawValue), or their folder")
    } + [
      Key(imageFolder, .path, "the folder of image files; folders inside of it are classes"),
      Key("classes", .path, "the file that names the classes of a labelled set, one a line"),
      Key("format", .words(of: CIFARFormat.self), "the form of CIFAR binaries, where their names do not show it"),
      Key("size", .integer(imageSizes), "the width and height to which images of a folder are scaled"),
      Key(
        "unreadable", .words(of: UnreadableImages.self).otherwise(.string(UnreadableImages.error.rawValue)),
        "the treatment of unreadable image files"),
    ],
    rules: [["oneOf": .array(imageKinds.map(Rule.has))]]
      + imageKinds.map { Rule.when(Rule.has($0), Rule.refuses(foreignKeys(ofImages: $0))) })

  static let ids = MappingForm(keys: [
    Key("table", .path, "the table", isNeeded: true), Key("column", column, "the column of the ids", isNeeded: true),
    header,
  ])

  /// A file with a text for each row, such as captions.
  static let texts = MappingForm(keys: fileKeys + [idColumn, header], rules: fileRules)

  static let labelSet = MappingForm(
    keys: fileKeys + [
      Key("classes", .path, "the file that names the classes of labels that are numbers"),
      Key("name", .text, "the name of the label set (default: that of its column or file)"),
      idColumn, header,
      Key(
        "minus-one", .words(of: MinusOne.self).otherwise(.string(MinusOne.automatic.rawValue)),
        "the meaning of -1 among labels that are numbers"),
    ], rules: fileRules)

  /// One label set, a list of them, or a mapping from their names.
  private static var labelSets: ValueForm {
    let one = ValueForm.any([.path, labelSet.form])
    let isOne = labelSet.names.map { key -> JSONValue in
      ["required": [.string(key)], "properties": .object([key: ["not": ["type": "object"]]])]
    }
    let mapping = ValueForm(keywords: ["type": "object"]).adding([
      "if": ["anyOf": .array(isOne)], "then": labelSet.form.json, "else": ValueForm.named(one).json,
    ])
    return .any([.path, .list(of: one), mapping])
  }

  /// A column by its name or by its position.
  static let column = ValueForm.any([.text, position.form])
  static let position = MappingForm(keys: [
    Key("position", .integer(0...Int(Int32.max)), "the position of the column, from 0", isNeeded: true)
  ])

  static let header = Key("header", .boolean, "yes where the table begins with a header (default: detected)")
  static let idColumn = Key(
    "id-column", column, "the column, array or list that names the items; none where there is none")

  /// A `table` and its `column`, or a `file` and its `member`.
  private static let fileKeys = [
    Key("table", .path, "the table"), Key("column", column, "the column of the table"), Key("file", .path, "the file"),
    Key("member", .text, "the array of an .npz or the list of a .json"),
  ]
  private static let fileRules = [
    Rule.when(
      Rule.has("file"), Rule.when(Rule.hasAny(of: ["table", "column"]), Rule.refuses(["file"])),
      otherwise: ["required": ["table", "column"], "properties": ["member": Rule.nothing]])
  ]
}

/// The feature sets.
extension MappingForm {
  static let feature = MappingForm(keys: [
    Key("file", .path, "the file of the features, one row an item", isNeeded: true),
    Key("member", .text, "the array of an .npz"), Key("tensor", .text, "the tensor of a .safetensors"),
    Key("column", column, "the one column of a table that holds the features"), idColumn,
    Key("drop-columns", .any([column, .list(of: column)]), "the columns of a table that are not features"), header,
    Key(
      "nan", .words(of: Experiment.Feature.Undefined.self).otherwise("error"),
      "the treatment of rows with numbers that are not finite"),
    Key(
      "pooling", .any([pooling, .list(of: pooling, distinct: true)]),
      "the way in which tokens become one row an item; a list makes a feature set of each"),
    Key("mask", .path, "the file that marks the tokens that count"),
    Key("scale", .words(of: Experiment.Feature.Scale.self).otherwise("none"), "the scaling of the rows or columns"),
  ])

  private static let pooling = ValueForm.words(of: Experiment.Feature.Pooling.self)

  /// A reference: the keys of a feature set, but for several poolings, and the names of its rows.
  static let reference = MappingForm(
    keys: feature.keys.map {
      $0.name == "pooling" ? Key($0.name, pooling, "the way in which tokens become one row") : $0
    } + [
      Key(
        "names", .any([.path, texts.form]),
        "the names of the rows: a text file of one a line, file:column, or a column of a table (default: those in the file)"
      )
    ])

  /// References by their names.
  static var references: ValueForm { .named(.any([.path, reference.form])) }

  /// Feature sets by their names, of which that of the pixels is taken.
  static var features: ValueForm {
    let reserved = Experiment.pixels.map { "[\($0.uppercased())\($0)]" }.joined()
    return ValueForm.named(.any([.path, feature.form])).adding([
      "patternProperties": .object(["^\(reserved)$": Rule.nothing])
    ])
  }
}

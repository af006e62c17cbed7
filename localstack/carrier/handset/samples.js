// What somebody might write, to try the story with: enough to move the queue and the risk, and nothing graphic.

export const SAMPLES = [
  { about: "a beginning", words: "Hi. Is anyone there?" },
  { about: "nowhere to go", words: "I don't know where to go tonight" },
  { about: "at home", words: "My parents found out and I don't feel safe at home" },
  { about: "low", words: "I can't stop crying and I can't really say why" },
  { about: "raises the risk", words: "I don't want to be here anymore" },
  { about: "in Spanish", words: "Hola, ¿hay alguien ahí? No sé con quién hablar" },
  { about: "asks not to be texted, in a sentence", words: "Please don't text me again, he looks at my phone" },
  { about: "an ending", words: "Thank you for staying with me. I'm going to call my sister now 🙏" },
  {
    about: "several segments",
    words: "Sorry this is long. I moved here in the summer for the job and I thought I would know people by now, but "
      + "I don't, and most days I only talk at work. At night it gets very quiet and I lie awake and go over "
      + "everything I said. I am not in danger or anything. I just wanted somebody to know that I am here and that it "
      + "is hard.",
  },
];

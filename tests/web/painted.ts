/** A painted stand-in for a person on a video: nobody's face. */

export interface Person {
  wall: string;
  clothes: string;
  skin: string;
  hair: string;
}

export function paintedStream({ wall, clothes, skin, hair }: Person): { stream: MediaStream; stop(): void } {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1280, height: 720 });
  const brush = canvas.getContext("2d");
  const oval = (colour: string, x: number, y: number, width: number, height: number) => {
    if (brush === null) return;
    brush.fillStyle = colour;
    brush.beginPath();
    brush.ellipse(x, y, width, height, 0, 0, 2 * Math.PI);
    brush.fill();
  };
  const draw = () => {
    if (brush === null) return;
    brush.fillStyle = wall;
    brush.fillRect(0, 0, 1280, 720);
    oval(clothes, 640, 800, 300, 260);
    oval(skin, 640, 545, 62, 90);
    oval(hair, 640, 335, 150, 175);
    oval(skin, 640, 375, 118, 150);
  };
  draw();
  const timer = setInterval(draw, 200);
  return { stream: canvas.captureStream(5), stop: () => clearInterval(timer) };
}
